"""Names in Chinese, Japanese and Korean writing, and in scripts that nothing transliterates."""

import random
from datetime import date, timedelta

import pytest

from goldenthread.linkage import cleaning, link
from goldenthread.linkage.features import make_features
from goldenthread.linkage.identifier_use import default_identifier_use
from goldenthread.linkage.lookup.details import details_of
from tests.unit.linkage.records_made import TODAY, record, table

FULL_NAMES = ("王秀英", "佐藤 直人", "김영수", "ジョン・スミス", "佐々木さくら", "王，秀英")


def test_a_run_of_ideographs_is_one_name_and_has_no_middle_name() -> None:
    assert len(cleaning.name_tokens("直人")) == 1
    assert cleaning.names_after_the_first("直人", None) is None


@pytest.mark.parametrize(("one", "other"), [("直人", "直樹"), ("智也", "直也"), ("王", "汪"), ("太郎", "次郎")])
def test_different_ideographs_are_different_names_though_they_sound_alike(one: str, other: str) -> None:
    assert cleaning.given_name(one) != cleaning.given_name(other)


@pytest.mark.parametrize(("one", "other"), [("秀英", "秀瑛"), ("秀英", "Xiuying"), ("黄", "黃")])
def test_names_that_sound_alike_are_spellings_of_one_and_find_each_other(one: str, other: str) -> None:
    first, second = cleaning.given_name(one) or "", cleaning.given_name(other) or ""
    assert cleaning.nickname_root(first) == cleaning.nickname_root(second)
    assert cleaning.sound_of(first) == cleaning.sound_of(second)
    assert set(cleaning.family_parts(one)) & set(cleaning.family_parts(other))


def test_a_syllable_that_sounds_like_a_nickname_is_none() -> None:
    assert cleaning.nickname_root(cleaning.given_name("本") or "") == "ben" != cleaning.nickname_root("ben")


@pytest.mark.parametrize(
    ("one", "other"),
    [("佐 藤", "佐藤"), ("佐々木", "佐佐木"), ("秀　英", "秀英"), ("ｻﾄｰ", "サトー"), ("영 수", "영수")],
)
def test_one_name_in_two_ways_of_writing_it_is_one(one: str, other: str) -> None:
    assert cleaning.family_name(one) == cleaning.family_name(other) is not None


def test_a_name_of_one_syllable_is_no_initial_and_no_placeholder() -> None:
    assert cleaning.given_name("이") == "ii"
    assert cleaning.family_name("나") == "na"
    assert cleaning.family_name("不明") is None


@pytest.mark.parametrize(
    ("written", "split"),
    [
        ("王秀英", ("秀英", "王")),
        ("欧阳修", ("修", "欧阳")),
        ("高橋直人", ("直人", "高橋")),
        ("佐藤さくら", ("さくら", "佐藤")),
        ("佐藤 直人", ("直人", "佐藤")),
        ("王，秀英", ("秀英", "王")),
        ("김영수", ("영수", "김")),
        ("남궁민", ("민", "남궁")),
        ("ジョン・スミス", ("ジョン", "スミス")),
        ("さとうなおと", ("", "さとうなおと")),
        ("Mei 王", ("Mei", "王")),
    ],
)
def test_a_family_name_comes_first_except_in_a_foreign_name(written: str, split: tuple[str, str]) -> None:
    assert cleaning.split_full_name(written) == split


def test_a_name_in_a_script_that_nothing_transliterates_is_still_a_name() -> None:
    adlam, tifinagh = "\U0001e900\U0001e901", "ⴰⵣⵓⵍ"
    assert cleaning.family_name(adlam) != cleaning.family_name(tifinagh) is not None
    assert cleaning.family_name("ـ") is None


@pytest.mark.parametrize("full_name", FULL_NAMES)
def test_a_look_up_cleans_these_names_as_the_batch_does(full_name: str) -> None:
    written = record(given_name=None, family_name=None, full_name=full_name)
    batch = make_features(table(written), on=TODAY, identifiers=default_identifier_use()).to_pylist()[0]
    told = details_of(written, on=TODAY, identifiers=default_identifier_use(), others={})
    assert told == {column: batch[column] for column in told}


def test_people_with_names_in_ideographs_are_told_apart() -> None:
    chance = random.Random(7)
    families, forenames = "佐藤 鈴木 田中 山本 中村 加藤", "直人 直樹 直子 智也 知実 太郎 次郎 陽子 洋子 花子"
    records, truth = [], {}
    for person in range(400):
        born = date(1960, 1, 1) + timedelta(days=chance.randrange(20_000))
        names = chance.choice(families.split()), chance.choice(forenames.split())
        home = f"{chance.randrange(1, 900)} Mill Lane"
        for copy in range(2):
            number = f"{person}-{copy}"
            truth[number] = person
            records.append(
                record(
                    record_id=number,
                    person_kind="adult",
                    family_name=names[0],
                    given_name=names[1],
                    date_of_birth=born,
                    address_line=home if copy or person % 5 else "1 Elm Road",
                    sex=None,
                    postcode=None,
                )
            )
    linked = [row for row in link(table(*records), on=TODAY).links.to_pylist() if row["outcome"] == "linked"]
    false = [row for row in linked if truth[row["record_id_l"]] != truth[row["record_id_r"]]]
    assert len(linked) - len(false) >= 380
    assert len(false) <= 4
