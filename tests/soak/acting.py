"""What people do while the server is killed again and again. Each notes what was acknowledged and what is unknown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from random import Random
from threading import Event, Thread
from typing import Any

from browsing import Browser, NotServed

REFUSED = {404, 409, 422}


@dataclass
class Notes:
    """The marks of one kind of act: told to be done, and those of which nobody knows."""

    done: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


@dataclass
class People:
    """Everybody who acts, each in a thread of their own, until it is over."""

    address: str
    made: dict[str, Any]
    seed: int
    over: Event = field(default_factory=Event)
    notes: dict[str, Notes] = field(default_factory=dict)
    _threads: list[Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Let everybody log in and start."""
        acts: dict[str, Callable[[Random], Iterator[None]]] = {
            "report": self._report,
            "upload": self._upload,
            "plan": self._plan,
            "close": self._close,
        }
        for place, (name, act) in enumerate(acts.items()):
            self.notes[name] = Notes()
            going = act(Random(self.seed + place))
            # The first thing that each does is to log in, while nobody dies yet.
            next(going)
            self._threads.append(Thread(target=self._go_on, args=(name, going), name=name))
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Let everybody finish what they are about."""
        self.over.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self, name: str, act: Iterator[None]) -> None:
        try:
            for _ in act:
                if self.over.is_set():
                    return
        except Exception as fault:  # the test asks whether anybody stumbled
            self.notes[name].strange.append(repr(fault))

    def _browser(self, login: str) -> Browser:
        browser = Browser(self.address)
        browser.log_in(login, self.made["password"])
        return browser

    def _task(self, name: str) -> str:
        return f"/cycles/{self.made['cycle']}/tasks/{self.made[name]}"

    def _report(self, chance: Random) -> Iterator[None]:
        """Reports: each form is sent until it is answered, and is one report however often it was sent."""
        chen, notes = self._browser("chen"), self.notes["report"]
        yield
        for number in count(1):
            mark = f"第{number}份报告"
            place = f"{self._task('busy')}/progress/{chance.choice(self.made['measures'])}/"
            typed = {
                "claims": "ongoing", "day": date.today().isoformat(), "done": f"{mark}：巡查河道{number}次。",
                "next_step": "再查。", "explanation": "每天巡查。", "token": f"soak-report-{number:06d}",
            }  # fmt: skip
            answer = _until_answered(lambda: chen.post(place, typed))  # noqa: B023  called at once
            _note(notes, mark, answer.status_code, wanted={302})
            yield

    def _upload(self, chance: Random) -> Iterator[None]:
        """Files in pieces, resumed where they broke off."""
        wang, notes = self._browser("wang"), self.notes["upload"]
        yield
        for number in count(1):
            mark = f"材料{number}.txt"
            content = f"{mark}\n".encode() + chance.randbytes(40_000).hex().encode()
            begun = _until_answered(
                lambda: wang.post(f"{self._task('busy')}/evidence/uploads/", {"name": mark, "size": len(content)})  # noqa: B023
            ).json()
            offset = 0
            while offset < len(content):
                try:
                    answer = wang.patch(begun["url"], offset, content[offset : offset + 30_000])
                    offset = answer.json()["offset"]
                except NotServed:
                    offset = wang.get(begun["url"]).json()["offset"]
            typed = {"kind": "other", "measures": self.made["measures"][:1]}
            finish = f"{self._task('busy')}/evidence/uploads/{begun['key']}/finish/"
            answer = _until_answered(lambda: wang.post(finish, typed))  # noqa: B023
            _note(notes, mark, answer.status_code, wanted={200})
            yield

    def _plan(self, chance: Random) -> Iterator[None]:
        """The fields of a task: what is unanswered is left, and the form is opened anew."""
        wang, notes = self._browser("wang"), self.notes["plan"]
        yield
        for number in count(1):
            mark = f"目标{number}"
            action, values = wang.form(f"{self._task('busy')}/?edit", "/plan/") or ("", {})
            try:
                _note(notes, mark, wang.post(action, {**values, "target": mark}).status_code, wanted={302})
            except NotServed:
                notes.unknown.append(mark)
            yield

    def _close(self, chance: Random) -> Iterator[None]:
        """A task is handed in, signed and sent back, again and again; the pages say what is next."""
        ma, li, wang = (self._browser(login) for login in ("ma", "li", "wang"))
        notes, tab = self.notes["close"], f"{self._task('closing')}/closing/"
        yield
        for number in count(1):
            for browser, place, ending, typed in (
                (ma, tab, "/apply/", {"statement": f"说明{number}", "truth": "on"}),
                (li, f"/cycles/{self.made['cycle']}/closings/signing/", "/sign/", {}),
                (wang, tab, "/return/", {"why": f"退回{number}"}),
            ):
                found = browser.form(place, ending)
                if found is None:
                    continue
                mark = str(typed.get("statement") or typed.get("why") or f"签字{number}")
                try:
                    status = browser.post(found[0], {**found[1], **typed}).status_code
                    _note(notes, mark, status, wanted={302})
                except NotServed:
                    notes.unknown.append(mark)
                yield


def _note(notes: Notes, mark: str, status: int, *, wanted: set[int]) -> None:
    if status in wanted:
        notes.done.append(mark)
    elif status not in REFUSED:
        notes.strange.append(f"{mark}: {status}")


def _until_answered(send: Callable[[], Any]) -> Any:
    """Send until an answer comes: the server knows that it is the same thing."""
    while True:
        try:
            return send()
        except NotServed:
            time.sleep(0.03)
