"""Files that were brought twice, photos of other places, broken files, catalogues with gaps."""

from dataclasses import replace
from datetime import date

import pytest

from ledger_examples import TODAY, a_file, a_ledger, a_measure, a_piece, a_task, at, bare_view, found, places
from zhenggai.domain.ledger_facts import MeetingCard

COUNTY = (36.2, 116.8)


def turned(mark: str, bits: int) -> str:
    """A fingerprint with so many of its lowest bits turned."""
    return f"{int(mark, 16) ^ ((1 << bits) - 1):0{len(mark)}x}"


class TestReuse:
    RULE = "ledger.evidence_reused"
    MARK = "0f0f3c3c5a5a9696"
    TASKS = (a_task(1), a_task(2))

    def pair(self, bits, *, fine=0, tasks=(2,)):
        first = a_file(1, coarse=self.MARK, fine=self.MARK * 4)
        second = a_file(2, tasks=tasks, coarse=turned(self.MARK, bits), fine=turned(self.MARK * 4, fine))
        return a_ledger(*self.TASKS, evidence=(first, second))

    @pytest.mark.parametrize(("bits", "same"), [(1, True), (7, True), (8, False), (40, False)])
    def test_pictures_that_look_nearly_the_same(self, bits, same):
        assert bool(found(self.RULE, self.pair(bits))) is same

    def test_a_finer_look_tells_scans_of_pages_apart(self):
        assert not found(self.RULE, self.pair(1, fine=60))

    def test_two_pictures_of_one_task_are_no_reuse(self):
        assert not found(self.RULE, self.pair(1, tasks=(1,)))

    def test_even_surfaces_are_no_pictures_of_anything(self):
        white = [a_file(n, tasks=(n,), coarse="0" * 16) for n in (1, 2)]
        assert not found(self.RULE, a_ledger(*self.TASKS, evidence=tuple(white)))

    def test_texts_that_read_nearly_the_same_are_found_by_their_words(self):
        texts = (a_file(1, words=self.MARK), a_file(2, tasks=(2,), words=turned(self.MARK, 3)))
        assert places(found(self.RULE, a_ledger(*self.TASKS, evidence=texts))) == [(("evidence", 1), ("evidence", 2))]

    def test_what_was_withdrawn_is_used_nowhere(self):
        copies = (a_file(1), a_file(2, tasks=(2,), sha256=a_file(1).sha256, withdrawn=True))
        assert not found(self.RULE, a_ledger(*self.TASKS, evidence=copies))

    @pytest.mark.parametrize(("number", "many"), [(3, False), (4, True)])
    def test_one_piece_for_many_tasks_is_only_mentioned(self, number, many):
        tasks = tuple(a_task(n) for n in range(1, number + 1))
        findings = found(self.RULE, a_ledger(*tasks, evidence=(a_file(tasks=tuple(range(1, number + 1))),)))
        assert [one.severity for one in findings] == (["info"] if many else [])
        assert all(one.task_id is None for one in findings)

    def test_a_meeting_for_many_tasks_is_mentioned_too_and_its_threshold_is_the_offices(self):
        meeting = MeetingCard(5, "推进会", date(2026, 2, 1), task_ids=(1, 2))
        facts = a_ledger(*self.TASKS, meetings=(meeting,))
        assert not found(self.RULE, facts)
        assert places(found(self.RULE, facts, tasks=1)) == [(("meeting", 5), ("task", 1), ("task", 2))]

    def test_a_hundred_copies_of_one_picture_do_not_make_five_thousand_doubts(self):
        same = [a_file(n, tasks=(n,), coarse=self.MARK, fine=self.MARK * 4) for n in range(1, 101)]
        tasks = tuple(a_task(n) for n in range(1, 101))
        assert len(found(self.RULE, a_ledger(*tasks, evidence=tuple(same)))) <= 100 * 20


class TestPhotos:
    RULE = "ledger.photo_elsewhere"

    def photo(self, id, place=COUNTY, **facts):
        return a_file(id, **{"kind": "photo", "latitude": place[0], "longitude": place[1], **facts})

    def test_one_photo_from_far_away_stands_out_among_the_others(self):
        near = [self.photo(n, (36.2 + n / 100, 116.8)) for n in range(1, 6)]
        far = self.photo(9, (22.5, 114.0))
        [finding] = found(self.RULE, a_ledger(evidence=(*near, far)))
        assert [place.id for place in finding.places] == [9]

    def test_among_few_located_photos_nobody_knows_where_home_is(self):
        assert not found(self.RULE, a_ledger(evidence=(self.photo(1), self.photo(2, (22.5, 114.0)))))

    def test_nobody_is_in_two_places_at_once(self):
        def both(minute, by="赵敏"):
            first = self.photo(1, taken_at=at(1, 9), uploaded_by="赵敏")
            other = self.photo(2, (36.6, 116.8), taken_at=at(1, 9, minute), uploaded_by=by)
            return found(self.RULE, a_ledger(evidence=(first, other)))

        assert places(both(5)) == [(("evidence", 1), ("evidence", 2))]
        assert not both(45)
        assert not both(5, by="马强")

    def test_one_picture_for_before_and_after_is_doubted(self):
        mark = "0f0f3c3c5a5a9696"

        def twice(later):
            first = a_file(1, kind="photo", coarse=mark, dated=date(2026, 1, 5))
            return a_ledger(evidence=(first, a_file(2, kind="photo", coarse=turned(mark, 2), dated=later)))

        assert places(found(self.RULE, twice(date(2026, 2, 20)))) == [(("evidence", 1), ("evidence", 2))]
        assert not found(self.RULE, twice(date(2026, 1, 5)))

    def test_photos_without_anything_of_a_camera_are_only_mentioned_where_something_was_built(self):
        def built(measure_class="construction", state="closing", **facts):
            pieces = (a_piece("photo", id=1), a_piece("acceptance", id=2))
            view = bare_view(a_measure(measure_class, *pieces), state=state)
            return found(self.RULE, a_ledger(a_task(view=view), evidence=(a_file(1, kind="photo", **facts),)))

        [finding] = built()
        assert finding.severity == "info"
        assert not built(taken_at=at(1))
        assert not built(state="ongoing")
        assert not built("inspection")


class TestBrokenFiles:
    RULE = "ledger.broken_file"

    def test_an_empty_file_is_broken(self):
        assert "文件是空的" in found(self.RULE, a_ledger(evidence=(a_file(size=0),)))[0].message

    @pytest.mark.parametrize(("pages", "broken"), [(11, True), (12, False), (13, False), (None, False)])
    def test_pages_are_as_many_as_its_description_says(self, pages, broken):
        facts = a_ledger(evidence=(a_file(description="验收资料，共 12 页", pages=pages),))
        assert bool(found(self.RULE, facts)) is broken

    def test_a_number_that_the_catalogue_has_lost_is_missed(self):
        one, three = (a_file(n, task_number=1, running=n) for n in (1, 3))
        facts = a_ledger(evidence=(one, three))
        assert "缺 002 号" in found(self.RULE, facts)[0].message
        assert not found(self.RULE, replace(facts, whole=False))

    def test_what_was_withdrawn_keeps_its_number(self):
        kept = tuple(a_file(n, task_number=1, running=n, withdrawn=n == 2) for n in (1, 2, 3))
        assert not found(self.RULE, a_ledger(evidence=kept))

    def test_another_fault_of_the_same_file_is_another_doubt(self):
        one, other = (
            found(self.RULE, a_ledger(evidence=(a_file(faults=(fault,)),)))[0].key
            for fault in ("文件打不开或不完整", "扩展名与内容不符")
        )
        assert one != other


class TestPapersMadeLater:
    RULE = "ledger.back_dated"

    def paper(self, **facts):
        return a_ledger(evidence=(a_file(kind="minutes", **facts),))

    def test_a_paper_without_its_own_date_of_making_is_only_warned_of_by_its_upload(self):
        late = self.paper(dated=date(2025, 12, 15), uploaded_on=TODAY)
        assert not found(self.RULE, late)
        [finding] = found(self.RULE, late, uploaded_days=30)
        assert finding.severity == "warning"

    def test_papers_of_other_times_are_scanned_whenever_they_are_needed(self):
        assert not found(self.RULE, self.paper(dated=date(2021, 3, 1), created_on=date(2026, 2, 1)))

    def test_a_photo_bears_no_day_of_its_own(self):
        assert not found(self.RULE, a_ledger(evidence=(a_file(kind="photo", created_on=TODAY),)), created_days=1)
