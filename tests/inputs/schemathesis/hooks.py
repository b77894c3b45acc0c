"""What Schemathesis has to know of Haat: things that are there, and which refusals no schema can tell of."""

import os
import random
import re
import unicodedata

import requests
import schemathesis
from hypothesis import strategies as st

API = os.environ["HAAT_API"]
TOKENS = {"seller": os.environ["HAAT_SELLER"], "customer": os.environ["HAAT_CUSTOMER"]}
CHANCE = random.Random(os.environ["HAAT_SEED"])

schemathesis.openapi.format("iso-4217", st.sampled_from(["INR", "JPY", "KWD", "EUR"]))
schemathesis.openapi.format("bcp-47", st.sampled_from(["en", "hi", "pt-BR", "ar"]))
schemathesis.openapi.format("iana-time-zone", st.sampled_from(["Asia/Kolkata", "America/Sao_Paulo", "UTC"]))


def call(method, path, side=None, data=None, headers=None, **body):
    """Says something right, in the middle of all that is wrong; a refusal is an error of this file."""
    sent = {"Idempotency-Key": f"scene-{CHANCE.getrandbits(64)}", **(headers or {})}
    if side:
        sent["Authorization"] = f"Bearer {TOKENS[side]}"
    answer = requests.request(method, API + path, json=body or None, data=data, headers=sent, timeout=30)
    answer.raise_for_status()
    return answer


def post(path, side=None, **body):
    return call("POST", path, side, **body).json()


class Scene:
    """A shop of its own for one call, with as much in it as the call names, so that no call spoils another's."""

    def __init__(self, operation):
        self.operation = operation
        store = post("/stores", "seller", name="Asha Pickles", address="12 MG Road, Pune")
        self.store, self.link = store["storeId"], store["link"]
        pickle = {"name": "Mango pickle", "mrp": 19900, "salePrice": 14900, "category": "Pickles", "stock": 50}
        self.product = post(f"/stores/{self.store}/products", "seller", **pickle)["id"]

    def storeId(self):
        return self.store

    def productId(self):
        return self.product

    def storeLink(self):
        return self.link

    def changeId(self):
        path = f"/stores/{self.store}" if self.operation == "undoStoreChange" else f"/products/{self.product}"
        return call("PATCH", path, "seller", name="Lemon pickle").headers["Change-Id"]

    def cart(self):
        cart_id = post("/carts", storeLink=self.link)["cartId"]
        return post(f"/carts/{cart_id}/lines", productId=self.product, qty=2, storeLink=self.link)

    def cartId(self):
        return self.cart()["cartId"]

    def orderId(self):
        return post("/orders", "customer", cart=self.cart(), name="Ravi", address="12 MG Road, Pune")["orderId"]

    def talkId(self):
        return post("/talks", "customer", productId=self.product, text="Is it very hot?")["talkId"]

    def importId(self):
        csv = b"name,category,mrp,salePrice\nLemon pickle,Pickles,199,149\n"
        path = f"/stores/{self.store}/products/import"
        return call("POST", path, "seller", data=csv, headers={"Content-Type": "text/csv"}).json()["importId"]


def is_right(case):
    return case.meta is not None and case.meta.generation.mode.is_positive


def operation_of(case):
    return case.operation.definition.raw.get("operationId")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Half of what is right names something that is there, so that it gets further than to a 404."""
    if operation_of(case) == "forgetMe":
        forget_somebody_else(case)
    if not is_right(case) or CHANCE.random() < 0.5:
        return
    path = case.path_parameters or {}
    body = case.body if isinstance(case.body, dict) else {}
    named = [(part, name) for part in (path, body) for name in part if name in NAMES]
    if named:
        scene = Scene(operation_of(case))
        for part, name in named:
            part[name] = NAMES[name](scene)


NAMES = {
    **{name: getattr(Scene, name) for name in ("storeId", "productId", "changeId", "cartId", "orderId", "talkId")},
    **{"importId": Scene.importId, "link": Scene.storeLink, "storeLink": Scene.storeLink, "cart": Scene.cart},
}


def forget_somebody_else(case):
    """Or else the token of all other calls would be nobody's from there on."""
    if (case.headers or {}).get("Authorization") == f"Bearer {TOKENS['customer']}":
        mobile = f"+9198{CHANCE.randrange(10**7, 10**8)}"
        token = post("/customers/token", mobile=mobile, otp="1234")["token"]
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.check
def problem_is_documented(ctx, response, case):
    """A refusal has a code, and the document names it beside the status."""
    if response.status_code < 400:
        return
    code = response.json()["code"]
    told = case.operation.definition.raw["responses"].get(str(response.status_code), {}).get("description", "")
    if response.status_code != 405 and f"`{code}`" not in told:
        raise AssertionError(f"{response.status_code} {code} is not documented")


WRONG_TAKEN, RIGHT_REFUSED = "ST201", "ST202"

UNREADABLE = {"unreadable", "idempotency_key_bad", "bad_request"}
"""What the schema of a call should have told; all other codes name a rule of the shop."""

BEYOND_SCHEMAS = re.compile(r"names a product twice|should be another time than from")
OF_TEXTS = re.compile(r"should have \d+ to \d+ characters|should have a letter, a digit or a sign")
OF_NULS = re.compile(r"should be text|unknown field")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Drops the complaint that a right call was refused, or a wrong one taken, where a rule beyond schemas says so."""
    if failure.code == WRONG_TAKEN:
        return not has_unseen_signs([case.body, dict(case.query or {})])
    if failure.code != RIGHT_REFUSED:
        return True
    problem = response.json()
    if problem["code"] not in UNREADABLE:
        return False
    # an empty file is a body that is missing
    if problem["code"] == "unreadable" and not case.body:
        return False
    rules = [BEYOND_SCHEMAS]
    sent = [case.body, dict(case.query or {})]
    if has_unseen_signs(sent):
        rules.append(OF_TEXTS)
    if has_nul(sent):
        rules.append(OF_NULS)
    messages = [error["message"] for error in problem.get("errors", [])]
    return not (messages and all(any(rule.fullmatch(one) for rule in rules) for one in messages))


def texts_in(body):
    """All texts of a body, and the names of its fields."""
    if isinstance(body, str):
        yield body
    parts = [*body, *body.values()] if isinstance(body, dict) else body if isinstance(body, list) else []
    for part in parts:
        yield from texts_in(part)


def has_unseen_signs(body):
    """Texts lose control signs and needless spaces, and are composed, before they are measured; some must be seen."""
    return any(is_cleaned(text) for text in texts_in(body))


def is_cleaned(text):
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    kinds = [unicodedata.category(sign) for sign in text]
    is_seen = any(kind[0] in "LNPS" for kind in kinds)
    return text != composed or not is_seen or any(kind in ("Cc", "Cf", "Cs") for kind in kinds)


def has_nul(body):
    """A NUL is refused wherever it stands, also in what is not read."""
    return any("\0" in text for text in texts_in(body))
