from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.segments.masking import Hidden, mask, mask_list, mask_small, mask_table

SMALL, BESIDE = Hidden.SMALL, Hidden.BESIDE


def test_numbers_from_1_to_4_are_hidden_and_nobody_is_not():
    assert [mask_small(n) for n in (0, 1, 4, 5)] == ["0", None, None, "5"]


def test_one_hidden_number_in_a_list_with_a_sum_hides_the_smallest_beside_it():
    assert mask_list([6, 3, 0, 19]) == ([BESIDE, SMALL, 0, 19], 28)


def test_two_small_numbers_hide_each_other_unless_the_sum_gives_them_away():
    assert mask_list([2, 3, 19]) == ([SMALL, SMALL, 19], 24)
    assert mask_list([1, 1, 19]) == ([SMALL, SMALL, BESIDE], 21)


def test_a_table_hides_in_rows_and_in_columns():
    rows = mask_table([[27, 11, 3, 38], [33, 2, 6, 35], [49, 16, 24, 65]])
    assert rows == [[BESIDE, BESIDE, SMALL, 38], [BESIDE, SMALL, BESIDE, 35], [49, 16, 24, 65], [109, 29, 33, 138]]


def test_nothing_is_hidden_where_nothing_is_small():
    assert mask_table([[27, 0, 9, 27], [9, 11, 5, 20]])[-1] == [36, 11, 14, 47]
    assert mask_table([]) == [[]]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=3))
def test_no_hidden_number_follows_from_its_row_or_column(pairs):
    shown = mask_table([[mail, letter, mail + letter] for mail, letter in pairs])
    lines = [*shown, *([row[column] for row in shown] for column in range(3))]
    for line in lines:
        assert all(len(values) > 1 for values in _possible(line))


def _possible(line):
    """For each hidden cell of a line whose last is the sum, the numbers that could stand there."""
    ranges = [[cell] if isinstance(cell, int) else range(1, 5) if cell is SMALL else range(40) for cell in line[:-1]]
    sums = [line[-1]] if isinstance(line[-1], int) else range(1, 5) if line[-1] is SMALL else range(200)
    fitting = [parts for parts in product(*ranges) if sum(parts) in sums]
    columns = [*zip(*fitting, strict=True), [sum(parts) for parts in fitting]]
    return [set(column) for cell, column in zip(line, columns, strict=True) if not isinstance(cell, int)]


@settings(deadline=None)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=3), st.lists(st.integers(0, 7), min_size=1, max_size=2))
def test_no_hidden_number_follows_from_two_lists_with_the_same_sum(places, more):
    numbers = {f"place {at}": number for at, number in enumerate(places)}
    ages = _shared_out(sum(places), more)
    numbers |= {f"age {at}": number for at, number in enumerate(ages)} | {"all": sum(places)}
    lines = [[*(key for key in numbers if key.startswith(kind)), "all"] for kind in ("place", "age")]
    shown = mask(numbers, lines)
    assert all(len(values) > 1 for key, values in _fitting(shown, lines).items() if shown[key] is SMALL)


def _shared_out(whole, parts):
    """`whole` as parts that add up to it, like `parts` as long as there is something left."""
    shared = []
    for part in parts:
        shared.append(min(part, whole - sum(shared)))
    return [*shared, whole - sum(shared)]


def _fitting(shown, lines):
    """For each hidden cell, the numbers that could stand there: all that is hidden is tried, up to 20."""
    hidden = [key for key, cell in shown.items() if isinstance(cell, Hidden) and key != "all"]
    ranges = [range(1, 5) if shown[key] is SMALL else [0, *range(5, 20)] for key in hidden]
    found = {key: set() for key in shown}
    for values in product(*ranges):
        tried = dict(zip(hidden, values, strict=True))
        sums = {sum(tried.get(key, shown[key]) for key in line[:-1]) for line in lines}
        fits = sums == {shown["all"]} if isinstance(shown["all"], int) else len(sums) == 1 and (
            max(sums) < 5 if shown["all"] is SMALL else True)
        if fits:
            for key, value in (tried | {"all": max(sums)}).items():
                found[key].add(value)
    return found


def test_a_number_that_two_sums_together_give_away_hides_another():
    numbers = {"a": 3, "b": 9, "c": 2, "ab": 12, "all": 14, "d": 14}
    shown = mask(numbers, [["a", "b", "ab"], ["ab", "c", "all"], ["d", "all"]])
    assert shown["c"] is SMALL and shown["ab"] is BESIDE
