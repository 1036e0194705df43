import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.sampling import Unit, draw, share_of

NUMBERS = st.sets(st.integers(1, 10_000), max_size=200)


@pytest.mark.parametrize(("size", "drawn"), [(0, 0), (1, 1), (10, 1), (11, 2), (139, 14), (700, 70)])
def test_a_tenth_is_rounded_up(size, drawn):
    assert share_of(size, percent=10) == drawn
    assert len(draw(map(Unit, range(size)), seed="s", percent=10).by_lot) == drawn


@given(NUMBERS, st.text(max_size=20).filter(str.isprintable), st.integers(10, 100))
def test_the_same_seed_gives_the_same_list_in_whatever_order_the_frame_stands(numbers, seed, percent):
    frame = [Unit(number) for number in sorted(numbers)]

    assert draw(frame, seed=seed, percent=percent) == draw(frame[::-1], seed=seed, percent=percent)


def test_this_seed_has_always_drawn_this_list():
    assert draw(map(Unit, range(1, 25)), seed="2026-03-02", percent=10).by_lot == (10, 3, 22)


@given(NUMBERS.filter(bool), st.sets(st.integers(1, 10_000)))
def test_high_risk_is_always_in(numbers, risky):
    drawn = draw([Unit(number, number in risky) for number in numbers], seed="x", percent=10)

    assert set(drawn.by_risk) == numbers & risky
    assert set(drawn.numbers) == {*drawn.by_lot, *drawn.by_risk} <= numbers


def test_another_seed_gives_another_list():
    frame = [Unit(number) for number in range(1, 201)]

    assert len({draw(frame, seed=str(seed), percent=10).by_lot for seed in range(50)}) == 50


def test_everybody_is_drawn_about_as_often():
    frame = [Unit(number) for number in range(1, 21)]
    times = dict.fromkeys(range(1, 21), 0)

    for seed in range(2_000):
        for number in draw(frame, seed=f"seed {seed}", percent=10).by_lot:
            times[number] += 1

    assert all(140 < count < 260 for count in times.values()), times


def test_a_frame_that_names_one_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        draw([Unit(1), Unit(1)], seed="x", percent=10)
