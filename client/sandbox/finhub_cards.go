package sandbox

import (
	"crypto/rsa"
	"time"

	"github.com/shopspring/decimal"
)

type (
	// wireBalance is generic because the list sends strings and the balance endpoint numbers.
	wireBalance[M number | text] struct {
		CardNo     string `json:"cardNo"`
		Amount     M      `json:"amount"`
		UsedAmount *M     `json:"usedAmount"`
		Currency   string `json:"currency"`
	}
	page struct {
		Total   int `json:"total"`
		Records any `json:"records"`
	}
)

const perTransaction = "PER_TRANSACTION" // the only interval that is documented

func balanceOf[M number | text](c *card) wireBalance[M] {
	out := wireBalance[M]{CardNo: c.id, Amount: M(c.funds().balance), Currency: c.purse.currency}
	if !c.kind.noUsed {
		out.UsedAmount = new(M(c.used))
	}
	return out
}

// wireCard is a card without its balance (FinHub cards page; /card/list and the fields beyond it from the platform under FinHub).
func (f *finhub) wireCard(c *card) members {
	out := members{
		"cardTypeId": c.kind.id, "cardBankBin": c.kind.bin, "holderId": orNull(c.holder), "cardNo": c.id, "status": c.status,
		"blocked": c.blocked, "bindTime": c.created.UnixMilli(), "remark": orNull(c.remark), "customCategory": c.kind.category,
		"noPinPaymentAmount": nil, "balanceInfo": nil, "holderInfo": nil, "spendingControls": nil, "riskControls": nil,
	}
	if c.kind.physical() {
		out["noPinPaymentAmount"] = text(c.noPIN)
	}
	if h := f.holder(c.holder); h != nil {
		out["holderInfo"] = members{
			"firstName": h.first, "lastName": h.last, "country": h.country, "state": "", "town": h.town, "address": "1 Sandbox Street",
			"addressLine2": "", "postCode": "32413",
		}
	}
	if c.perTx != nil {
		out["spendingControls"] = []members{{"interval": perTransaction, "amount": text(*c.perTx)}}
	}
	if len(c.allowed)+len(c.blockMCC) > 0 {
		out["riskControls"] = members{"allowedMcc": c.allowed, "blockedMcc": c.blockMCC}
	}
	return out
}

func (f *finhub) holder(id int64) *holder {
	if id == 0 {
		return nil
	}
	return first(f.holders, func(h *holder) bool { return h.id == id })
}

// cardNo reads the card that a request names. An unknown one is a business error, reported by found.
func (f *finhub) cardNo(in *fields) *card { return f.byID[in.text("cardNo", true)] }

func found(c *card, in *fields) error {
	if err := in.done(); err != nil {
		return err
	}
	if c == nil {
		return business("Card not found")
	}
	return nil
}

func (f *finhub) listCards(c *call) (any, error) {
	in := readFields(c.raw)
	q := readQuery(in)
	cardNo := in.text("cardNo", false)
	if err := q.done(in); err != nil {
		return nil, err
	}
	all := selected(f.book, filters{query: q, list: c.path, card: cardNo}, f.cards, func(c *card) bool {
		return is(cardNo, c.id) && q.within(c.created)
	})
	return paged(q, all, false, func(c *card) (members, error) {
		out := f.wireCard(c)
		out["balanceInfo"] = balanceOf[text](c)
		return out, nil
	})
}

func (f *finhub) cardInfo(c *call) (any, error) {
	in := readFields(c.raw)
	one := f.cardNo(in)
	simple := in.boolean("onlySimpleInfo", true)
	if err := found(one, in); err != nil {
		return nil, err
	}
	out := f.wireCard(one)
	if !simple {
		out["balanceInfo"] = balanceOf[number](one)
	}
	return out, nil
}

func (f *finhub) balance(c *call) (any, error) {
	in := readFields(c.raw)
	one := f.cardNo(in)
	if err := found(one, in); err != nil {
		return nil, err
	}
	return balanceOf[number](one), nil
}

// sensitive seals each value on its own. A gift card has its redemption link and nothing else.
func (f *finhub) sensitive(c *call) (any, error) {
	in := readFields(c.raw)
	one := f.cardNo(in)
	if err := found(one, in); err != nil {
		return nil, err
	}
	switch {
	case one.status == statusPending || one.status == statusFail:
		return nil, business("Card is not available, its status is %s", one.status)
	case one.gift() && f.opts.PlainActivateURL:
		return map[string]string{"activateUrl": one.link}, nil
	case one.gift():
		link, err := f.seal(c.text("activateUrl", one.link))
		return map[string]string{"activateUrl": link}, err
	}
	out := map[string]string{}
	for name, plain := range map[string]string{"cardNumber": one.pan, "cvv": one.cvv, "expireDate": one.expires.Format("01/2006")} {
		sealed, err := f.seal(c.text(name, plain))
		if err != nil {
			return nil, err
		}
		out[name] = sealed
	}
	return out, nil
}

func (f *finhub) seal(plain string) (string, error) {
	key := f.registered()
	if key == nil {
		return "", business("No RSA public key is registered for this tenant")
	}
	return seal(key, f.opts.Padding, plain)
}

// registered is the client's public key, nil without one.
func (f *finhub) registered() *rsa.PublicKey {
	if key := f.desk.key(); key != nil {
		return key
	}
	if f.opts.FinHubKey == nil && f.opts.FinHubKeyFrom != nil {
		if key := f.opts.FinHubKeyFrom(); key != nil && key.N.BitLen() >= leastKeyBits {
			f.opts.FinHubKey = key
		}
	}
	return f.opts.FinHubKey
}

// query is the part that all lists share: a page, and often a span of time.
type query struct {
	num, size  int64
	maxSize    int64
	start, end int64 // milliseconds; 0 is open
}

func readQuery(in *fields) query {
	q := readPage(in, 100)
	q.start, _ = in.long("startTime", false)
	q.end, _ = in.long("endTime", false)
	return q
}

func readPage(in *fields, maxSize int64) query {
	q := query{maxSize: maxSize}
	q.num, _ = in.long("pageNum", true)
	q.size, _ = in.long("pageSize", true)
	return q
}

func (q query) done(in *fields) error {
	if err := in.done(); err != nil {
		return err
	}
	switch {
	case q.num < 1:
		return business("pageNum must be 1 or more")
	case q.size < 1 || q.size > q.maxSize:
		return business("pageSize must be between 1 and %d", q.maxSize)
	case q.start < 0 || q.end < 0 || q.end != 0 && q.end < q.start:
		return business("startTime and endTime must be milliseconds, in this order")
	}
	return nil
}

func (q query) within(t time.Time) bool {
	ms := t.UnixMilli()
	return ms >= q.start && (q.end == 0 || ms <= q.end)
}

func (f *finhub) cardTypes(c *call) (any, error) {
	if err := readFields(c.raw).done(); err != nil {
		return nil, err
	}
	var out []members
	for _, t := range f.types {
		out = append(out, wireTypeOf(t))
	}
	return out, nil
}

// sound tells whether an amount has at most so many decimals.
func sound(amount decimal.Decimal, decimals int32) bool {
	return amount.Equal(amount.Truncate(decimals))
}
