"""The domain's traps: each paragraph is written with ¶ where a sentence ends."""

from __future__ import annotations

import pytest

from songngu.segmentation import split_sentences

ENGLISH = {
    "ranks": [
        "Sen. Lt. Gen. Phan Van Giang inspected the brigade.¶He praised the crews.",
        "Snr. Col. Trinh Ba Tu apologised.¶Sr. Lt. Col. Nguyen Ngoc Ngan timed it.",
        "The award went to Maj. Gen. Cao Van Thinh.¶Col. Le Van Nam and Brig. Gen. Tran An applauded.",
        "Rear Adm. Do Quoc Viet and Cdr. Pham Son sailed at dawn.¶Pvt. Ly A Sua stayed.",
    ],
    "titles": [
        "The secretary, Ms. Vu Hong Nhung, drew up the minutes.¶Mr. Lam signed.",
        "So writes Assoc. Prof. Dr. Dinh Thi Bich Ngoc in the journal.¶Prof. Hoang agrees.",
        "Mrs. Loan met H.E. Mr. Marc E. Knapper in Hanoi.¶Dr. Truong Minh Hoat interpreted.",
        "He studied under Eng. Nguyen Tat and M.Sc. Le Thi Hoa.¶They remember him well.",
    ],
    "initials": [
        "The text is by N. V. Tran and J. R. R. Carter.¶It was printed in Hue.",
        "Party membership of Mr. L.V.K. was suspended.¶He appealed.",
        "The visa of Mr. G.R., a blogger, was cancelled.¶He left.",
    ],
    "numbers": [
        "Typhoon No. 12 hit at night.¶Battalion No. 3 deployed.",
        "See Art. 5 and para. 2 of the Law.¶It is clear.",
        "Pursuant to Arts. 12 and 14, Sec. II, pp. 20-25, the plan is approved.¶It takes effect today.",
        "The Politburo issued Resolution No. 05-NQ/TW.¶It was studied widely.",
        "Decision No. 1234/QD-TTg replaces Decree No. 62/2018/ND-CP.¶No further guidance is needed.",
        "Growth reached 7.5 percent, and 5,000.25 tonnes were sold for USD 1.2 million.¶Prices fell 0.3%.",
        "The village lies approx. 11 km away, at c. 640 m.¶The road is good.",
        "The column covered 25 km.¶The troops rested.",
        "The speed limit is 15 km/h.¶Neither loggers nor smugglers keep to it.",
        "The fee is 20 dollars, incl. value-added tax.¶It is paid once.",
        "The package weighs 5 kg.¶Soldiers carried it.",
        "Article 30. Settlement of disputes shall be by negotiation.¶Courts come last.",
        "1. The first task is training.¶It never ends.",
    ],
    "times": [
        "It was posted on Monday, November 24, 2025, 05:12 (GMT+7).¶Readers replied.",
        "The order came at 6.30 a.m.¶The unit left at once.",
        "The siren sounded at 4.45 a.m. on Monday and at 10 p.m. Hanoi time.¶Nobody panicked.",
        "The rain stopped at 5 p.m.¶It returned on Nov. 3 and on Dec. 24.",
        "The ceremony closed at 11.30 a.m.¶Colonel Nam thanked all.",
    ],
    "quotes": [
        "“For us, this is a command from the heart,” Colonel Nguyen Cong Khue affirmed.¶He smiled.",
        "“We will not leave anyone behind!” he said.¶The boats left.",
        "“Can the dyke hold?” asked the Chairman.¶Nobody answered.",
        "“We are ready!” Senior Colonel Mai Xuan Phong affirmed.¶Everybody cheered.",
        "“Are they safe?”¶Colonel Nam said that nobody knew.",
        "I doubted it – who would cross at night? – but at three I heard an engine.¶It was the army.",
        "“Where is the ferry?” Mrs. Y Dieu wondered aloud.¶It had sunk.",
        '"We go now!" the captain shouted.¶They went.',
        "“The road is open.”¶Colonel Nam put down the receiver.",
        "He called it “our second home.”¶The soldiers laughed.",
        "The motto is “Where there is need, there are young people!”¶It works.",
        "“Not a chance,” she fired back.¶“We have 600 orders to pack before Friday.”",
        "The film “Who Was There?” opens on Friday.¶Seats are free.",
    ],
    "pull quotes": [
        "For us, this is not just a task but a command to the people. - Colonel Nguyen Cong Khue",
        "“The people are the root.” – President Ho Chi Minh",
        "“Hold the line!” — Lt. Gen. Tran Van A",
    ],
    "ellipses": [
        "They brought rice, salt, medicine… and news.¶The people wept.",
        "Boats, tents, lamps... were handed over.¶It took a day.",
        "He waited…¶The river rose.",
    ],
    "lists": [
        "The tasks are: training; combat readiness; mass mobilisation.¶All are urgent.",
        "He invested in roads; in schools; and in clinics.",
        "They gave rice, salt, oil, etc. to the families.¶The families thanked them.",
        "They gave rice, salt, oil, etc.¶The families thanked them.",
        "Firms such as Viettel Co., Ltd. and Song Hong Corp. took part.¶Others watched.",
    ],
    "brackets": [
        "(The photograph was taken in May.)¶The bridge is new.",
        "Lang Son adjoins Guangxi (China).¶It is mountainous.",
        "The families (approx. 40) moved uphill.¶They are safe.",
    ],
    "countries": [
        "The U.S. Embassy opened.¶The U.N. Secretary-General came to St. Petersburg.",
        "They flew to the U.S.¶The talks went well.",
        "They left Dak Lak in May.¶Rescue workers stayed until nobody was ill.¶Platoon 3 left last.",
    ],
    "web": [
        "Details are at https://example.vn/news.asp?ID=97508.¶Write to toa.soan@example.vn.¶Thank you.",
        "Meeting vs. match: Bac Kan vs. Hanoi F.C.¶The match ended 2-1.",
    ],
}

VIETNAMESE = [
    "Tại TP. Hồ Chí Minh, GS.TS. Nguyễn Văn A phát biểu.¶Hội nghị kết thúc lúc 17 giờ 30.",
    "PGS. TS. Trần Thị B nêu 3 kiến nghị.¶Giá trị đạt 5.000.000 đồng, tăng 3,5 %.",
    "Nghị quyết số 05-NQ/TW được quán triệt sâu rộng.¶Các đơn vị đã triển khai.",
    "Điều 5. Tổ chức thực hiện phải chặt chẽ.¶Chỉ huy chịu trách nhiệm.",
]


@pytest.mark.parametrize("marked", [text for texts in ENGLISH.values() for text in texts])
def test_english_sentences_end_where_they_should(marked: str) -> None:
    assert split_sentences(marked.replace("¶", " ")) == marked.split("¶")


@pytest.mark.parametrize("marked", VIETNAMESE)
def test_vietnamese_sentences_end_where_they_should(marked: str) -> None:
    assert split_sentences(marked.replace("¶", " "), "vi") == marked.split("¶")


def test_languages_without_spaces_and_unknown_tags_work() -> None:
    assert split_sentences("你好。再见。", "zh-Hans") == ["你好。", "再见。"]
    assert split_sentences("Um dia. Outro dia.", "pt_BR") == ["Um dia.", "Outro dia."]
    assert split_sentences("One day. Another day.", "tlh") == ["One day.", "Another day."]


def test_a_long_quotation_is_opened_and_a_short_one_kept_whole() -> None:
    short = "“We lost everything. The army gave us rice. Now we live again,” Mrs. Lan said."
    assert split_sentences(short) == [short]
    long = [
        "“In the first hours nobody knew where the missing families of the three hamlets were.",
        "We divided the company into four teams, each with a motorboat and a local guide, and searched.",
        "By dawn the next day, we had brought 312 people to the school on the hill above Dr. Lam’s house.",
        "Nobody in my company slept that night,” Captain Bui Van Nam recalled.",
    ]
    assert split_sentences(" ".join(long)) == long
