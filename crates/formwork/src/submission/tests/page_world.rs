//! A simulated page around the real [`Page`]: components that come and go under few keys, a person, a network that
//! loses, delays and reorders, a server that runs an id once, and time.
//!
//! The world carries effects out as a driver does, and refuses those that make no sense.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Something that may happen; `usize`s pick one of what is there at the time.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// A component is shown, or taken away.
    Mount(usize, u64),
    Unmount(usize),
    /// A press in a mounted component: what it holds, and whether by the button with a hook of its own.
    Press(usize, bool),
    Type(usize, u64),
    /// A hook's program submits.
    Program(usize),
    Call,
    /// A request reaches the server, which runs it.
    Arrive(usize),
    Answer(usize, SubmissionEnd),
    Lose(usize),
    TimeOut(usize),
    Fire(usize),
    Renewed(usize),
    Online,
    RetryAll(usize),
    Retry(usize),
    Cancel(usize),
    Dismiss(usize),
    /// To another page: everything mounted goes.
    Navigate(u64),
    /// An answer or a timer for what is not there.
    Stray(u64, u32),
}

impl Op {
    /// One number is one operation: some twenty times faster than a tree of strategies.
    fn from_bits(bits: u32) -> Self {
        let at = (bits >> 8) as usize % 8;
        let more = bits >> 16;
        match bits % 64 {
            0..6 => Self::Mount(at, u64::from(more % 2)),
            6..9 => Self::Unmount(at),
            9..22 => Self::Press(at, more.is_multiple_of(4)),
            22..26 => Self::Type(at, u64::from(more % 3)),
            26..28 => Self::Program(at),
            28 => Self::Call,
            29..35 => Self::Arrive(at),
            35..44 => Self::Answer(at, some_settlement(more)),
            44..49 => Self::Lose(at),
            49 => Self::TimeOut(at),
            50..54 => Self::Fire(at),
            54..56 => Self::Renewed(at),
            56 => Self::Online,
            57 => Self::RetryAll(at),
            58 => Self::Retry(at),
            59 => Self::Cancel(at),
            60 => Self::Dismiss(at),
            61 => Self::Navigate(u64::from(more % 2)),
            _ => Self::Stray(at as u64, more % 3),
        }
    }

    /// What neither a person nor the app does.
    pub fn is_of_the_network(&self) -> bool {
        use Op::*;
        matches!(
            self,
            Arrive(_) | Answer(..) | Lose(_) | TimeOut(_) | Fire(_) | Renewed(_) | Online
        )
    }
}

fn some_settlement(bits: u32) -> SubmissionEnd {
    use SubmissionEnd::*;
    let all = [
        Done,
        Done,
        Done,
        Redirect,
        Invalid,
        Refused,
        Stale,
        Failed,
        Interrupted,
    ];
    all[bits as usize % all.len()]
}

pub(super) fn ops() -> impl Strategy<Value = Vec<Op>> {
    let bits = prop::collection::vec(any::<u32>(), 0..60);
    bits.prop_map(|bits| bits.into_iter().map(Op::from_bits).collect())
}

/// A component: a hook, a form of its own lane, and a button whose hook is `hook`.
#[derive(Clone, Debug)]
pub(super) struct Component {
    pub place: usize,
    pub row: u64,
    pub view: ViewId,
    pub form: FormId,
    pub hook: ViewId,
    /// How many submissions there were before.
    pub after: u64,
}

/// What the world knows of a submission.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub facts: Facts,
    pub accepted: u32,
    pub status: Option<SubmissionStatus>,
    pub ends: u32,
}

#[derive(Default, Debug)]
struct Sight {
    holds: BTreeMap<FormId, u64>,
    path: u64,
}

impl Look for Sight {
    fn holds(&self, form: FormId) -> Option<u64> {
        self.holds.get(&form).copied()
    }
    fn focus(&self, _: FormId) -> Focus {
        Focus::Lost
    }
    fn path(&self) -> u64 {
        self.path
    }
}

#[derive(Debug)]
pub(super) struct World {
    pub page: Page,
    policy: Policy,
    repeat: bool,
    sight: Sight,
    pub components: Vec<Component>,
    /// Requests in flight, with their attempt, and whether they have reached the server.
    pub air: BTreeMap<SubmissionId, (u32, bool)>,
    pub timers: BTreeSet<(SubmissionId, Timer)>,
    pub renewing: BTreeSet<SubmissionId>,
    /// The inputs that a driver keeps.
    pub inputs: BTreeSet<SubmissionId>,
    /// The optimistic updates that are seen.
    pub updates: BTreeSet<SubmissionId>,
    pub known: BTreeMap<SubmissionId, Known>,
    pub views: BTreeMap<ViewId, ViewState>,
    /// What each view says.
    pub said: BTreeMap<ViewId, (SubmissionId, Notice)>,
    /// The server's runs, in order, each with the number of the acceptance that sent it.
    pub runs: Vec<(Key, u32, SubmissionId)>,
    pub gone_over: BTreeSet<SubmissionId>,
    pub effects: Vec<Effect>,
    pub followed: Vec<(SubmissionId, u64)>,
    /// What the answer says that is handled now.
    answer: Option<SubmissionEnd>,
    acceptances: u32,
    next: u64,
}

const PLACES: usize = 2;

fn form_key(place: usize) -> Key {
    format!("f{place}-0").into()
}

fn hook_key() -> Key {
    "h-0".into()
}

impl World {
    pub fn new(policy: Policy, repeat: bool) -> Self {
        Self {
            page: Page::new(),
            policy,
            repeat,
            sight: Sight::default(),
            components: Vec::new(),
            air: BTreeMap::new(),
            timers: BTreeSet::new(),
            renewing: BTreeSet::new(),
            inputs: BTreeSet::new(),
            updates: BTreeSet::new(),
            known: BTreeMap::new(),
            views: BTreeMap::new(),
            said: BTreeMap::new(),
            runs: Vec::new(),
            gone_over: BTreeSet::new(),
            effects: Vec::new(),
            followed: Vec::new(),
            answer: None,
            acceptances: 0,
            next: 0,
        }
    }

    /// Hydration: two components are there, and the bridge may have sent one submission.
    pub fn hydrated(policy: Policy, repeat: bool, adopted: bool) -> Self {
        let mut world = Self::new(policy, repeat);
        (0..PLACES).for_each(|place| world.mount(place, 0));
        if adopted {
            let component = world.components[0].clone();
            let facts = world.facts(&component, false);
            let id = world.new_id(&facts);
            world.air.insert(id, (1, false));
            world.handle(Event::Adopted { id, facts });
        }
        world
    }

    pub fn run(&mut self, ops: &[Op]) {
        ops.iter().for_each(|op| self.apply(op));
    }

    /// Answers and fires whatever there is, until nothing is pending any more.
    pub fn calm_down(&mut self) {
        for _ in 0..10_000 {
            if !self.renewing.is_empty() {
                self.apply(&Op::Renewed(0));
            } else if !self.air.is_empty() {
                self.apply(&Op::Arrive(0));
                self.apply(&Op::Answer(0, SubmissionEnd::Done));
            } else if !self.timers.is_empty() {
                self.apply(&Op::Fire(0));
            } else {
                break;
            }
        }
        assert!(!self.page.pending(), "stuck: {:?}", self.page);
    }

    pub fn apply(&mut self, op: &Op) {
        fn pick<T>(at: usize, of: impl IntoIterator<Item = T>) -> Option<T> {
            let mut of: Vec<T> = of.into_iter().collect();
            (!of.is_empty()).then(|| of.remove(at % of.len()))
        }
        let in_the_air =
            |world: &Self, at| pick(at, world.air.iter()).map(|(id, (attempt, _))| (*id, *attempt));
        match *op {
            Op::Mount(at, row) => self.mount(at % PLACES, row),
            Op::Unmount(at) => {
                if let Some(component) = pick(at, self.components.clone()) {
                    self.unmount(&component);
                }
            }
            Op::Press(at, by_hook) => {
                if let Some(component) = pick(at, self.components.clone()) {
                    let facts = self.facts(&component, by_hook);
                    let id = self.new_id(&facts);
                    self.handle(Event::Submitted { id, facts });
                }
            }
            Op::Type(at, text) => {
                if let Some(component) = pick(at, self.components.clone()) {
                    self.sight.holds.insert(component.form, text);
                    self.handle(Event::Edited {
                        view: component.view,
                    });
                }
            }
            Op::Program(at) => {
                if let Some(component) = pick(at, self.components.clone()) {
                    let facts = Facts {
                        view: Some(component.hook),
                        ..self.call(hook_key(), false)
                    };
                    let id = self.new_id(&facts);
                    self.handle(Event::Submitted { id, facts });
                }
            }
            Op::Call => {
                let facts = self.call("call:x".into(), true);
                let id = self.new_id(&facts);
                self.handle(Event::Submitted { id, facts });
            }
            Op::Arrive(at) => {
                if let Some((id, _)) = in_the_air(self, at) {
                    self.arrive(id);
                }
            }
            Op::Answer(at, how) => {
                if let Some((id, attempt)) = in_the_air(self, at) {
                    self.arrive(id);
                    let reply = Reply::Answer { how, stays: false };
                    self.handle(Event::Replied { id, attempt, reply });
                }
            }
            Op::Lose(at) => {
                if let Some((id, attempt)) = in_the_air(self, at) {
                    let reply = Reply::Lost {
                        retryable: true,
                        after_ms: 0,
                    };
                    self.handle(Event::Replied { id, attempt, reply });
                }
            }
            Op::TimeOut(at) => {
                if let Some((id, attempt)) = in_the_air(self, at) {
                    self.gone_over.insert(id);
                    let reply = Reply::TimedOut;
                    self.handle(Event::Replied { id, attempt, reply });
                }
            }
            Op::Fire(at) => {
                if let Some((id, timer)) = pick(at, self.timers.clone()) {
                    self.handle(Event::Fired { id, timer });
                }
            }
            Op::Renewed(at) => {
                if let Some(id) = pick(at, self.renewing.clone()) {
                    self.renewing.remove(&id);
                    self.handle(Event::Renewed { id });
                }
            }
            Op::Online => self.handle(Event::Online),
            Op::RetryAll(at) => {
                if let Some(component) = pick(at, self.components.clone()) {
                    self.handle(Event::RetryAll {
                        view: component.view,
                    });
                }
            }
            Op::Retry(at) => {
                if let Some(id) = pick(at, self.inputs.clone()) {
                    self.handle(Event::Retry { id });
                }
            }
            Op::Cancel(at) => {
                if let Some(id) = pick(at, self.inputs.clone()) {
                    self.gone_over.insert(id);
                    self.handle(Event::Cancel { id });
                }
            }
            Op::Dismiss(at) => {
                let is_kept = |id: &SubmissionId| {
                    matches!(self.page.status(*id), Some(SubmissionStatus::Settled(_)))
                };
                let kept: Vec<_> = self.inputs.iter().copied().filter(is_kept).collect();
                if let Some(id) = pick(at, kept) {
                    self.handle(Event::Dismiss { id });
                }
            }
            Op::Navigate(path) => {
                for component in self.components.clone() {
                    self.unmount(&component);
                }
                self.sight.path = path;
                self.mount(0, 0);
            }
            Op::Stray(number, attempt) => {
                let id = id(number);
                if self
                    .air
                    .get(&id)
                    .is_none_or(|(current, _)| *current != attempt)
                    && self.page.status(id) != Some(SubmissionStatus::Waiting)
                {
                    let reply = Reply::Answer {
                        how: SubmissionEnd::Done,
                        stays: false,
                    };
                    self.handle(Event::Replied { id, attempt, reply });
                }
            }
        }
    }

    pub fn mount(&mut self, place: usize, row: u64) {
        self.next += 3;
        let component = Component {
            place,
            row,
            view: ViewId(self.next),
            form: FormId(self.next),
            hook: ViewId(self.next + 1),
            after: self.known.len() as u64,
        };
        let (view, hook, form) = (component.view, component.hook, component.form);
        self.sight.holds.insert(form, 0);
        self.components.push(component);
        self.handle(Event::Opened {
            view: hook,
            key: hook_key(),
        });
        self.handle(Event::Opened {
            view,
            key: form_key(place),
        });
        self.handle(Event::Attached {
            form,
            view,
            hidden: row,
            buttons: vec![1],
        });
    }

    pub fn unmount(&mut self, component: &Component) {
        self.components.retain(|other| other.view != component.view);
        for view in [component.view, component.hook] {
            self.views.remove(&view);
            self.said.remove(&view);
        }
        self.handle(Event::Closed {
            view: component.view,
        });
        self.handle(Event::Closed {
            view: component.hook,
        });
        self.sight.holds.remove(&component.form);
    }

    fn facts(&self, component: &Component, by_hook: bool) -> Facts {
        let typed = self.sight.holds(component.form);
        let content = typed.unwrap_or_default() * 2 + component.row;
        let press = Press {
            button: u64::from(by_hook),
            content,
        };
        let (lane, view) = match by_hook {
            true => (hook_key(), component.hook),
            false => (form_key(component.place), component.view),
        };
        Facts {
            view: Some(view),
            form: Some(component.form),
            place: Some(form_key(component.place)),
            hidden: Some(component.row),
            button: by_hook.then_some(1),
            press: (!self.repeat).then_some(press),
            typed,
            reset: [Reset::OnSuccess, Reset::OnSubmit][component.place % 2],
            ..self.call(lane, false)
        }
    }

    fn call(&self, lane: Key, is_call: bool) -> Facts {
        Facts {
            makes_state: true,
            is_call,
            ..Facts::of_no_form(lane, self.policy, self.sight.path)
        }
    }

    fn new_id(&mut self, facts: &Facts) -> SubmissionId {
        let id = id(self.known.len() as u64);
        self.inputs.insert(id);
        let known = Known {
            facts: facts.clone(),
            accepted: 0,
            status: None,
            ends: 0,
        };
        self.known.insert(id, known);
        id
    }

    /// The server runs an id once, whoever sent it.
    fn arrive(&mut self, id: SubmissionId) {
        if let Some((_, arrived)) = self.air.get_mut(&id) {
            *arrived = true;
        }
        if self.runs.iter().all(|(.., run)| *run != id) {
            let known = &self.known[&id];
            self.runs
                .push((known.facts.lane.clone(), known.accepted, id));
        }
    }

    pub fn handle(&mut self, event: Event) {
        match &event {
            Event::Replied { id, attempt, .. }
                if self
                    .air
                    .get(id)
                    .is_some_and(|(current, _)| current == attempt) =>
            {
                self.air.remove(id);
            }
            Event::Fired { id, timer } => _ = self.timers.remove(&(*id, *timer)),
            _ => {}
        }
        self.answer = match &event {
            Event::Replied {
                reply: Reply::Answer { how, .. },
                ..
            } => Some(*how),
            _ => None,
        };
        let effects = self.page.handle(event, &self.sight);
        let mut after = Vec::new();
        for effect in &effects {
            self.carry_out(effect, &mut after);
        }
        self.effects.extend(effects);
        after.into_iter().for_each(|event| self.handle(event));
    }

    fn carry_out(&mut self, effect: &Effect, after: &mut Vec<Event>) {
        match *effect {
            Effect::Accepted { id, .. } => {
                assert!(self.updates.insert(id), "accepted while under way: {id}");
                self.acceptances += 1;
                let known = self.known.get_mut(&id).expect("known");
                known.accepted = self.acceptances;
                known.status = None;
            }
            Effect::Send { id, attempt, .. } => {
                assert!(self.inputs.contains(&id), "sent without an input: {id}");
                let before = self.air.insert(id, (attempt, false));
                assert_eq!(before, None, "twice in the air: {id}");
            }
            Effect::Abort { id } => _ = self.air.remove(&id),
            Effect::CancelRun { id } => _ = self.air.remove(&id),
            Effect::Start { id, timer, .. } => {
                assert!(self.timers.insert((id, timer)), "started twice")
            }
            Effect::Stop { id, timer } => {
                assert!(self.timers.remove(&(id, timer)), "was not running")
            }
            Effect::Values { id, .. } => _ = self.updates.remove(&id),
            Effect::Status { id, status, .. } => {
                let known = self.known.get_mut(&id).expect("known");
                let ended = |status: &SubmissionStatus| !status.is_pending();
                if ended(&status) && !known.status.as_ref().is_some_and(ended) {
                    known.ends += 1;
                }
                known.status = Some(status);
            }
            Effect::Forget { id } => assert!(self.inputs.remove(&id), "forgotten twice: {id}"),
            Effect::View { view, state } => _ = self.views.insert(view, state),
            Effect::Say { view, notice } => {
                let is_success = self.answer.is_some_and(SubmissionEnd::came_true);
                match notice.filter(|_| !is_success) {
                    Some(notice) => self.said.insert(view, notice),
                    None => self.said.remove(&view),
                };
            }
            Effect::Form { form, id, what } => {
                assert!(self.sight.holds.contains_key(&form), "no such form");
                match what {
                    FormDo::Empty => {
                        self.sight.holds.insert(form, 0);
                        let holds = Some(0);
                        after.push(Event::Emptied { id, holds });
                    }
                    FormDo::PutBack => {
                        let typed = self.known[&id].facts.typed.unwrap_or_default();
                        self.sight.holds.insert(form, typed);
                    }
                    FormDo::Renew => _ = self.renewing.insert(id),
                    _ => {}
                }
            }
            Effect::Follow { id } => self.followed.push((id, self.sight.path)),
            Effect::State { .. } | Effect::Answered { .. } | Effect::Fresh { .. } => {}
        }
    }

    /// What a form holds.
    pub fn holds(&self, form: FormId) -> Option<u64> {
        self.sight.holds(form)
    }

    /// What is pending, by the page's own list.
    pub fn under_way(&self) -> BTreeSet<SubmissionId> {
        let all = self.page.submissions().into_iter();
        all.filter(|(_, status, _)| status.is_pending())
            .map(|(id, ..)| id)
            .collect()
    }
}
