//! Debian's packages. They change the machine and not only the checkout, so the person is told or asked first.

use std::process::Command;

use crate::{Result, process, ui};

/// Installs packages with apt-get, as root or through sudo where it asks no password.
pub fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if process::find(&["apt-get"]).is_none() {
        return Err(format!(
            "this is not a Debian system, and these packages are needed: {names}"
        ));
    }
    if !is_root() && !has_sudo() {
        return Err(format!(
            "only root can install packages, and sudo is not there or asks a password. By hand: sudo apt-get install {names}"
        ));
    }
    ui::agree_to(&format!(
        "This changes the system: apt-get install {names}."
    ))?;
    if process::run(apt_get().arg("install").args(packages)).is_ok() {
        return Ok(());
    }
    ui::note("the lists may be old; fetching them and trying once more");
    process::run(apt_get().arg("update"))?;
    process::run(apt_get().arg("install").args(packages))
}

fn apt_get() -> Command {
    let mut command = if is_root() {
        process::command("apt-get")
    } else {
        let mut sudo = process::command("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    };
    command
        .args(["-y", "-q", "--no-install-recommends"])
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    process::quiet(process::command("id").arg("-u")).as_deref() == Some("0")
}

fn has_sudo() -> bool {
    process::quiet(process::command("sudo").args(["-n", "true"])).is_some()
}
