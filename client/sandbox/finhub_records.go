package sandbox

import (
	"slices"
	"time"
)

// filters are those that the record lists share; which of them a list takes differs.
type filters struct {
	query
	kind, order, orderNo, card, trade, origin string
}

// records reads a list request. The names of the string filters are those of the list.
func (f *finhub) records(c *call, kinds []string, names ...string) (filters, error) {
	in := readFields(c.raw)
	q := filters{query: readQuery(in)}
	target := map[string]*string{"type": &q.kind, "tradeType": &q.kind, "merchantOrderNo": &q.order, "orderNo": &q.orderNo,
		"cardNo": &q.card, "tradeNo": &q.trade, "originTradeNo": &q.origin}
	for _, name := range names {
		*target[name] = in.text(name, false)
	}
	if err := q.done(in); err != nil {
		return q, err
	}
	if q.kind != "" && !slices.Contains(kinds, q.kind) {
		return q, business("Unknown type %s", q.kind)
	}
	return q, nil
}

func is(filter, value string) bool { return filter == "" || filter == value }

// wirePurchase is a record of what a card cost (FinHub cards page; its fields from the platform under FinHub).
type wirePurchase struct {
	OrderNo         string  `json:"orderNo"`
	MerchantOrderNo *string `json:"merchantOrderNo"`
	CardTypeID      int64   `json:"cardTypeId"`
	CardType        string  `json:"cardType"`
	Organization    string  `json:"organization"`
	BankCardBin     string  `json:"bankCardBin"`
	Currency        string  `json:"currency"`
	CardFee         number  `json:"cardFee"`
	DepositAmount   number  `json:"depositAmount"`
	Status          string  `json:"status"`
	TransactionTime int64   `json:"transactionTime"`
}

func (f *finhub) purchaseRecords(c *call) (any, error) {
	q, err := f.records(c, nil, "merchantOrderNo", "orderNo", "cardNo")
	if err != nil {
		return nil, err
	}
	return paged(q.query, f.ops, !f.opts.OldestFirst, func(op *operation) bool {
		return op.kind == kindCreate && is(q.order, op.order) && is(q.orderNo, op.orderNo) && is(q.card, op.card.id) && q.within(op.at)
	}, func(op *operation) (wirePurchase, error) {
		t := op.card.kind
		return wirePurchase{OrderNo: op.orderNo, MerchantOrderNo: orNull(op.order), CardTypeID: t.id, CardType: wireTypeOf(t).Type,
			Organization: t.organization, BankCardBin: t.bin, Currency: op.currency, CardFee: number(op.fee), DepositAmount: number(op.amount),
			Status: op.status(f.clock), TransactionTime: op.at.UnixMilli()}, nil
	})
}

func (f *finhub) operationRecords(c *call) (any, error) { return f.operationPage(c, false) }

// operationRecordsV1 differs in creations: no cardNo until success, and the card's price as the amount (change log of the
// platform under FinHub).
func (f *finhub) operationRecordsV1(c *call) (any, error) { return f.operationPage(c, true) }

func (f *finhub) operationPage(c *call, v1 bool) (any, error) {
	q, err := f.records(c, operationKinds, "type", "merchantOrderNo", "orderNo", "cardNo")
	if err != nil {
		return nil, err
	}
	return paged(q.query, f.ops, !f.opts.OldestFirst, func(op *operation) bool {
		return (op.kind != kindActivated || f.opts.ListActivations) && is(q.kind, op.kind) && is(q.order, op.order) &&
			is(q.orderNo, op.orderNo) && is(q.card, op.card.id) && q.within(op.at)
	}, func(op *operation) (wireOrder, error) {
		out := f.wireOrder(op)
		if v1 && op.kind == kindCreate {
			out.Amount = number(op.fee)
			if op.state != opSucceeded {
				out.CardNo = nil
			}
		}
		return out, nil
	})
}

// wireSpend is an authorization record. Its fields are those of the platform under FinHub; crossBoardFee is spelled so.
type wireSpend struct {
	CardNo                string       `json:"cardNo"`
	TradeNo               string       `json:"tradeNo"`
	OriginTradeNo         *string      `json:"originTradeNo"`
	Currency              string       `json:"currency"`
	Amount                number       `json:"amount"`
	AuthorizedAmount      number       `json:"authorizedAmount"`
	AuthorizedCurrency    string       `json:"authorizedCurrency"`
	Fee                   number       `json:"fee"`
	FeeCurrency           string       `json:"feeCurrency"`
	CrossBoardFee         number       `json:"crossBoardFee"`
	CrossBoardFeeCurrency string       `json:"crossBoardFeeCurrency"`
	SettleAmount          number       `json:"settleAmount"`
	SettleCurrency        *string      `json:"settleCurrency"`
	SettleDate            *int64       `json:"settleDate"`
	AuthorizationCode     string       `json:"authorizationCode"`
	MerchantName          string       `json:"merchantName"`
	MerchantData          wireMerchant `json:"merchantData"`
	Type                  string       `json:"type"`
	Status                string       `json:"status"`
	Description           *string      `json:"description"`
	TransactionTime       int64        `json:"transactionTime"`
}

type wireMerchant struct {
	Name         string `json:"name"`
	CategoryCode string `json:"categoryCode"`
	Category     string `json:"category"`
	Country      string `json:"country"`
	State        string `json:"state"`
	City         string `json:"city"`
	ZipCode      string `json:"zipCode"`
	Mid          int64  `json:"mid"`
	WalletType   string `json:"walletType"`
}

func (f *finhub) spendRecords(c *call) (any, error) {
	q, err := f.records(c, spendKinds, "type", "tradeNo", "cardNo")
	if err != nil {
		return nil, err
	}
	spends := f.spends
	if c.has(FaultTwice) {
		spends = pushes(spends)
	}
	return paged(q.query, spends, !f.opts.OldestFirst, func(s *spend) bool {
		return is(q.kind, s.kind) && is(q.trade, s.tradeNo) && is(q.card, s.card.id) && q.within(s.at)
	}, func(s *spend) (wireSpend, error) {
		own := s.card.purse.currency
		out := wireSpend{CardNo: s.card.id, TradeNo: s.tradeNo, Currency: s.currency, Amount: number(s.shown), AuthorizedAmount: number(s.amount),
			AuthorizedCurrency: own, Fee: number(s.fee), FeeCurrency: own, CrossBoardFee: number(s.cross), CrossBoardFeeCurrency: own,
			AuthorizationCode: s.auth, MerchantName: s.merchant.name, Type: s.kind, Status: s.status, Description: orNull(s.reason),
			TransactionTime: s.at.UnixMilli(),
			MerchantData: wireMerchant{Name: s.merchant.name, CategoryCode: s.merchant.mcc, Country: s.merchant.country, City: s.merchant.city,
				Mid: 213028402482045}}
		if s.origin != nil {
			out.OriginTradeNo = &s.origin.tradeNo
		}
		if !s.settled.IsZero() {
			out.SettleAmount, out.SettleCurrency, out.SettleDate = number(s.amount), &own, new(s.settled.UnixMilli())
		}
		return out, nil
	})
}

// pushes are the states that a merchant who collects the notices of purchases has: one tradeNo comes more than once, authorized first and
// succeed later (webhooks page of the platform under FinHub).
func pushes(spends []*spend) []*spend {
	var all []*spend
	for _, s := range spends {
		if !s.settled.IsZero() {
			was := *s
			was.settled, was.status = time.Time{}, spendAuthorized
			all = append(all, &was)
		}
		all = append(all, s)
	}
	return all
}

// wirePatch is a fee that the card could not pay.
type wirePatch struct {
	CardNo               string `json:"cardNo"`
	TradeNo              string `json:"tradeNo"`
	OriginTradeNo        string `json:"originTradeNo"`
	Currency             string `json:"currency"`
	Amount               number `json:"amount"`
	Type                 string `json:"type"`
	DeductionSourceFunds string `json:"deductionSourceFunds"`
	Status               string `json:"status"`
	TransactionTime      int64  `json:"transactionTime"`
}

func (f *finhub) feeRecords(c *call) (any, error) {
	q, err := f.records(c, patchKinds, "tradeType", "tradeNo", "originTradeNo", "cardNo")
	if err != nil {
		return nil, err
	}
	return paged(q.query, f.patches, !f.opts.OldestFirst, func(p *patch) bool {
		return is(q.kind, p.kind) && is(q.trade, p.tradeNo) && is(q.origin, p.origin.tradeNo) && is(q.card, p.card.id) && q.within(p.at)
	}, func(p *patch) (wirePatch, error) {
		return wirePatch{CardNo: p.card.id, TradeNo: p.tradeNo, OriginTradeNo: p.origin.tradeNo, Currency: p.card.wallet.currency,
			Amount: number(p.amount),
			Type:   p.kind, DeductionSourceFunds: "wallet", Status: "success", TransactionTime: p.at.UnixMilli()}, nil
	})
}

// wireCode is a 3DS record. values is one string despite its name (FinHub cards page).
type wireCode struct {
	CardNo          string  `json:"cardNo"`
	TradeNo         string  `json:"tradeNo"`
	OriginTradeNo   *string `json:"originTradeNo"`
	Currency        *string `json:"currency"`
	Amount          text    `json:"amount"`
	MerchantName    *string `json:"merchantName"`
	Values          string  `json:"values"`
	Type            string  `json:"type"`
	TransactionTime int64   `json:"transactionTime"`
	Description     *string `json:"description"`
	ExpirationTime  *int64  `json:"expirationTime,omitempty"`
}

func (f *finhub) codeRecords(c *call) (any, error) {
	q, err := f.records(c, []string{CodeOTP, CodeAuthURL, CodeActivation}, "type", "tradeNo", "cardNo")
	if err != nil {
		return nil, err
	}
	codes := f.codes
	if c.has(FaultSecondCode) {
		codes = withSecond(codes)
	}
	return paged(q.query, codes, !f.opts.OldestFirst, func(o *code) bool {
		return is(q.kind, o.Kind) && is(q.trade, o.TradeNo) && is(q.card, o.card.id) && q.within(o.At)
	}, func(o *code) (wireCode, error) {
		sealed, err := f.sealedValue(c, o)
		if err != nil {
			return wireCode{}, err
		}
		out := wireCode{CardNo: o.card.id, TradeNo: o.TradeNo, Currency: orNull(o.Currency), Amount: text(o.Amount),
			MerchantName: orNull(o.Merchant),
			Values:       sealed, Type: o.Kind, TransactionTime: o.At.UnixMilli()}
		if c.has(FaultUntimed) {
			out.TransactionTime = 0
			return out, nil
		}
		if !o.silent {
			out.ExpirationTime = new(o.Expires.UnixMilli())
		}
		return out, nil
	})
}
