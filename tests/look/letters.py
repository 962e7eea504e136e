"""Letters to look at: an invitation, a confirmation, a moved and a cancelled event, in several languages."""

from markupsafe import Markup

HOSTS = "Ældre Sagen"
WHERE = "Glumsø Bibliotek, Biblioteksvej 1, 4171 Glumsø"
SUBJECTS = {
    "da": "Snart pensionist? Kom og få svar", "en": "Close to pension age? Come and get answers",
    "ar": "هل تقتربون من سن التقاعد؟ تعالوا واحصلوا على إجابات",
}
PARAGRAPHS = {
    "da": ["Kære Inger", "Du når snart folkepensionsalderen. De fleste skal selv søge om pension, og det kan du gøre "
           "op til et halvt år før.", "Det er gratis, og du må gerne tage en ven med."],
    "en": ["Dear Inger", "You will soon reach pension age. Most people have to apply, and you can do that up to half "
           "a year before.", "It is free, and you are welcome to bring a friend."],
    "ar": ["مرحبًا سميرة",
           "أنتم على وشك بلوغ سن التقاعد. يجب تقديم طلب للحصول على المعاش، ويمكن ذلك قبل الموعد بنصف سنة.",
           "الدخول مجاني، ويمكنكم إحضار صديق أو صديقة."],
}
WHEN = {
    "da": "Onsdag 10. februar 2027 kl. 17.00–19.30", "en": "Wednesday 10 February 2027, 17:00 to 19:30",
    "ar": "الأربعاء 10 فبراير 2027 من الساعة 17:00 إلى 19:30",
}
LATER = {
    "da": "Onsdag 10. februar 2027 kl. 18.00–20.30", "en": "Wednesday 10 February 2027, 18:00 to 20:30",
    "ar": "الأربعاء 10 فبراير 2027 من الساعة 18:00 إلى 20:30",
}
NEWS = {
    "da": ("Aftenen er flyttet", "Aftenen er aflyst"), "en": ("The evening has moved", "The evening is cancelled"),
    "ar": ("تغيّر الموعد", "أُلغي اللقاء"),
}
BUTTONS = {"da": "Se indbydelsen og svar", "en": "See the invitation and answer", "ar": "شاهدوا الدعوة وأجيبوا"}
WHY = {
    "da": ["Du får indbydelsen, fordi du når folkepensionsalderen i 2027 og bor i Næstved Kommune."],
    "en": ["You get this because you reach pension age in 2027 and live in the municipality of Næstved."],
    "ar": ["وصلتكم هذه الدعوة لأنكم ستبلغون سن التقاعد في عام 2027 وتسكنون في البلدية."],
}
PRIVACY = {
    "da": "Din fødselsdato og adresse har vi fra folkeregistret.",
    "en": "We have your birth date and address from the register.",
    "ar": "تاريخ ميلادكم وعنوانكم من السجل المدني.",
}


def letter(language: str, kind: str, sender: object) -> dict[str, object]:
    """The variables of the mail templates for `kind`: invitation, confirmation, moved or cancelled."""
    moved, cancelled = NEWS[language]
    old, new = WHEN[language], LATER[language]
    notice = {"moved": (moved, old, new), "cancelled": (cancelled, old, None)}.get(kind)
    gone = kind == "cancelled"
    return {
        "language": language, "sender": sender, "subject": SUBJECTS[language], "notice": notice,
        "paragraphs_html": [Markup("{}").format(text) for text in PARAGRAPHS[language]],
        "paragraphs_text": PARAGRAPHS[language],
        "when": "" if gone else (LATER if kind == "moved" else WHEN)[language], "where": "" if gone else WHERE,
        "hosts": "" if gone else HOSTS, "cost": "" if gone else "50 kr.", "support": "" if gone else "Fonden",
        "action": None if gone else (BUTTONS[language], "http://127.0.0.1:8000/i/token"),
        "why": WHY[language] if kind == "invitation" else [],
        "unsubscribe_url": "http://127.0.0.1:8000/u/token" if kind == "invitation" else None,
        "privacy": PRIVACY[language],
    }
