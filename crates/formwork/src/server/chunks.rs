//! The chunks that the lazy routes of a page need.
//!
//! cargo-leptos writes a manifest beside a split bundle: which files each chunk is made of. The page names its chunks to
//! the client in Leptos' serialised data, and a header has the browser load the files from the first moment.

use super::{bundle, cached_file::CachedFile};
use crate::wire::CHUNKS_SLOT;
use http::{HeaderValue, header::LINK};
use hydration_context::SerializedDataId;
use leptos::{config::LeptosOptions, prelude::*};
use leptos_axum::ResponseOptions;
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

/// The files of each chunk, without their extension.
type Files = BTreeMap<String, Vec<String>>;

/// Where the chunks of a page come from, as a context of the page.
#[derive(Clone)]
struct Chunks {
    options: LeptosOptions,
    root: Arc<str>,
    /// Whether the page loads the client at once.
    at_once: bool,
    /// What the page needs so far.
    needed: Arc<Mutex<Vec<&'static str>>>,
}

/// The chunks of the bundle.
struct Split {
    /// Where the files lie.
    folder: String,
    /// The address of the script that loads them.
    loader: String,
    files: Arc<Files>,
}

/// How long the header with the files may become: proxies limit all headers together, some to 4 kB. What it leaves out is
/// loaded a little later.
const MAX_LINK_BYTES: usize = 2_000;

/// The page that is rendered has this bundle, whose chunks its lazy routes need. `root` stands before the paths. The browser
/// is told of the files where the page loads the client at once.
pub(super) fn are_in(options: &LeptosOptions, root: &str, at_once: bool) {
    provide_context(Chunks {
        options: options.clone(),
        root: root.into(),
        at_once,
        needed: Arc::default(),
    });
}

impl Split {
    /// Nothing where the bundle is not split. Only lazy routes look for the manifest: most pages have none.
    fn of(options: &LeptosOptions, root: &str) -> Option<Self> {
        let hashes = match options.hash_files {
            true => bundle::hashes(options),
            false => bundle::Hashes::default(),
        };
        let pkg = options.site_pkg_dir.trim_matches('/');
        let manifest = match (&hashes.manifest, options.hash_files) {
            (Some(hash), _) => format!("__wasm_split_manifest.{hash}.json"),
            (None, false) => "__wasm_split_manifest.json".to_string(),
            (None, true) => return None,
        };
        let files = read(&Path::new(&*options.site_root).join(pkg).join(manifest))?;
        // As cargo-leptos names it, also where it puts no hashes into names.
        let hash = hashes.split.unwrap_or_else(|| "_".repeat(22));
        Some(Self {
            folder: format!("{root}/{pkg}"),
            loader: format!("{root}/{pkg}/__wasm_split.{hash}.js"),
            files,
        })
    }
}

/// The manifest; nothing where the bundle is not split. A new build of the client alone changes it.
fn read(path: &Path) -> Option<Arc<Files>> {
    static READ: CachedFile<Arc<Files>> = CachedFile::new();

    READ.get(path, |json| match serde_json::from_slice(&json.ok()?) {
        Ok(files) => Some(Arc::new(files)),
        Err(error) => {
            tracing::error!(%error, path = %path.display(), "the manifest of the split bundle cannot be read");
            None
        }
    })
}

/// A route whose code is this chunk is rendered.
pub(crate) fn lazy_route_is_shown(chunk: &'static str) {
    let Some(chunks) = use_context::<Chunks>() else {
        return;
    };
    let Some(split) = Split::of(&chunks.options, &chunks.root) else {
        return;
    };
    let Some(files) = split.files.get(chunk) else {
        return;
    };
    if chunks.at_once
        && let Some(response) = use_context::<ResponseOptions>()
    {
        let folder = &split.folder;
        let mut links = format!("<{}>; rel=modulepreload", split.loader);
        for file in files {
            let link =
                format!(", <{folder}/{file}.wasm>; rel=preload; as=fetch; crossorigin=anonymous");
            if links.len() + link.len() > MAX_LINK_BYTES {
                break;
            }
            links.push_str(&link);
        }
        if let Ok(links) = HeaderValue::from_str(&links) {
            response.append_header(LINK, links);
        }
    }
    let is_first = {
        let mut needed = chunks.needed.lock().unwrap_or_else(PoisonError::into_inner);
        needed.push(chunk);
        needed.len() == 1
    };
    if is_first && let Some(context) = Owner::current_shared_context() {
        // Read when the page has been rendered: a route in this one may be lazy, too.
        let names = async move {
            let needed = chunks.needed.lock().unwrap_or_else(PoisonError::into_inner);
            serde_json::to_string(&(split.loader, &*needed)).unwrap_or_default()
        };
        context.write_async(SerializedDataId::new(CHUNKS_SLOT), Box::pin(names));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt;
    use hydration_context::{SharedContext, SsrSharedContext};
    use std::fs;

    /// The links of a page on which these routes are rendered, and its serialised data.
    async fn page(manifest: Option<&str>, routes: &[&'static str]) -> (Option<String>, String) {
        page_that_loads(true, manifest, routes).await
    }

    async fn page_that_loads(
        at_once: bool,
        manifest: Option<&str>,
        routes: &[&'static str],
    ) -> (Option<String>, String) {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir(site.path().join("pkg")).unwrap();
        if let Some(manifest) = manifest {
            fs::write(site.path().join("pkg/__wasm_split_manifest.json"), manifest).unwrap();
        }
        let options = LeptosOptions::builder()
            .output_name("app")
            .site_root(site.path().display().to_string())
            .site_pkg_dir("pkg")
            .build();
        let data = Arc::new(SsrSharedContext::new());
        let response = ResponseOptions::default();
        let owner = Owner::new_root(Some(data.clone()));
        owner.with(|| {
            provide_context(response.clone());
            are_in(&options, "https://cdn.example", at_once);
            routes.iter().for_each(|route| lazy_route_is_shown(route));
        });
        let data = data.pending_data().unwrap().collect::<String>().await;
        let response = response.0.read().unwrap();
        let links = response
            .headers
            .get(LINK)
            .map(|links| links.to_str().unwrap().to_string());
        (links, data)
    }

    #[tokio::test]
    async fn a_page_names_the_files_of_its_chunks_to_the_browser_and_their_names_to_the_client() {
        let manifest = r#"{"app_press": ["chunk_4", "split_app_press"], "app_house": []}"#;
        let (links, data) = page(Some(manifest), &["app_press"]).await;
        assert_eq!(
            links.unwrap(),
            "<https://cdn.example/pkg/__wasm_split.______________________.js>; rel=modulepreload, \
             <https://cdn.example/pkg/chunk_4.wasm>; rel=preload; as=fetch; crossorigin=anonymous, \
             <https://cdn.example/pkg/split_app_press.wasm>; rel=preload; as=fetch; crossorigin=anonymous"
        );
        assert!(
            data.contains(&format!("__RESOLVED_RESOURCES[{CHUNKS_SLOT}]")),
            "{data}"
        );
        assert!(data.contains(r#"[\"app_press\"]"#), "{data}");
    }

    #[tokio::test]
    async fn a_page_that_loads_the_client_later_names_no_files_to_the_browser() {
        let manifest = r#"{"app_press": ["chunk_4"]}"#;
        let (links, data) = page_that_loads(false, Some(manifest), &["app_press"]).await;
        assert_eq!(links, None);
        assert!(data.contains(r#"[\"app_press\"]"#), "{data}");
    }

    #[tokio::test]
    async fn the_header_with_the_files_has_a_limit() {
        let files: Vec<String> = (0..200).map(|number| format!("chunk_{number}")).collect();
        let manifest = serde_json::json!({ "app_press": files }).to_string();
        let (links, _) = page(Some(&manifest), &["app_press"]).await;
        let links = links.unwrap();
        assert!(links.len() <= MAX_LINK_BYTES, "{}", links.len());
        assert!(links.contains("chunk_9.wasm") && links.ends_with("crossorigin=anonymous"));
    }

    #[tokio::test]
    async fn a_route_in_a_route_is_named_with_it() {
        let manifest = r#"{"app_press": ["chunk_4"], "app_house": ["chunk_4"]}"#;
        let (_, data) = page(Some(manifest), &["app_press", "app_house"]).await;
        assert!(data.contains(r#"[\"app_press\",\"app_house\"]"#), "{data}");
    }

    #[tokio::test]
    async fn without_a_manifest_or_a_chunk_of_this_name_a_page_names_none() {
        for manifest in [None, Some("{}"), Some("no JSON")] {
            let (links, data) = page(manifest, &["app_press"]).await;
            assert_eq!(links, None);
            assert!(!data.contains("app_press"), "{data}");
        }
    }
}
