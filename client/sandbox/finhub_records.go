package sandbox

import (
	"slices"
	"time"
)

// filters are those that the record lists share; which of them a list takes differs.
type filters struct {
	query
	kind, order, orderNo, card, trade, origin string

	list string // its path
}

// records reads a list request. The names of the string filters are those of the list.
func (f *finhub) records(c *call, kinds []string, names ...string) (filters, error) {
	in := readFields(c.raw)
	q := filters{query: readQuery(in), list: c.path}
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

// purchaseRecords are what cards cost (FinHub cards page; the fields from the platform under FinHub).
func (f *finhub) purchaseRecords(c *call) (any, error) {
	q, err := f.records(c, nil, "merchantOrderNo", "orderNo", "cardNo")
	if err != nil {
		return nil, err
	}
	all := selected(f.book, q, f.ops, func(op *operation) bool {
		return op.kind == kindCreate && is(q.order, op.order) && is(q.orderNo, op.orderNo) && is(q.card, op.card.id) && q.within(op.at)
	})
	return paged(q.query, all, !f.opts.OldestFirst, func(op *operation) (members, error) {
		t := op.card.kind
		return members{
			"orderNo": op.orderNo, "merchantOrderNo": orNull(op.order), "cardTypeId": t.id, "cardType": wireTypeOf(t)["type"],
			"organization": t.organization, "bankCardBin": t.bin, "currency": op.currency, "cardFee": number(op.fee),
			"depositAmount": number(op.amount), "status": op.status(f.clock), "transactionTime": op.at.UnixMilli(),
		}, nil
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
	all := selected(f.book, q, f.ops, func(op *operation) bool {
		return (op.kind != kindActivated || f.opts.ListActivations) && is(q.kind, op.kind) && is(q.order, op.order) &&
			is(q.orderNo, op.orderNo) && is(q.card, op.card.id) && q.within(op.at)
	})
	return paged(q.query, all, !f.opts.OldestFirst, func(op *operation) (members, error) {
		out := f.wireOrder(op)
		if v1 && op.kind == kindCreate {
			out["amount"] = number(op.fee)
			if op.state != opSucceeded {
				out["cardNo"] = nil
			}
		}
		return out, nil
	})
}

// spendRecords are authorizations. The fields are those of the platform under FinHub; crossBoardFee is spelled so.
func (f *finhub) spendRecords(c *call) (any, error) {
	q, err := f.records(c, spendKinds, "type", "tradeNo", "cardNo")
	if err != nil {
		return nil, err
	}
	spends := selected(f.book, q, f.spends, func(s *spend) bool {
		return is(q.kind, s.kind) && is(q.trade, s.tradeNo) && is(q.card, s.card.id) && q.within(s.at)
	})
	if c.has(FaultTwice) {
		spends = pushes(spends)
	}
	return paged(q.query, spends, !f.opts.OldestFirst, func(s *spend) (members, error) {
		own := s.card.purse.currency
		out := members{
			"cardNo": s.card.id, "tradeNo": s.tradeNo, "originTradeNo": nil, "type": s.kind, "status": s.status,
			"description": orNull(s.reason), "transactionTime": s.at.UnixMilli(), "authorizationCode": s.auth,
			"currency": s.currency, "amount": number(s.shown), "authorizedAmount": number(s.amount), "authorizedCurrency": own,
			"fee": number(s.fee), "feeCurrency": own, "crossBoardFee": number(s.cross), "crossBoardFeeCurrency": own,
			"settleAmount": 0, "settleCurrency": nil, "settleDate": nil, "merchantName": s.merchant.name,
			"merchantData": members{
				"name": s.merchant.name, "categoryCode": s.merchant.mcc, "category": "", "country": s.merchant.country, "state": "",
				"city": s.merchant.city, "zipCode": "", "mid": 213028402482045, "walletType": "",
			},
		}
		if s.origin != nil {
			out["originTradeNo"] = s.origin.tradeNo
		}
		if !s.settled.IsZero() {
			out["settleAmount"], out["settleCurrency"], out["settleDate"] = number(s.amount), own, s.settled.UnixMilli()
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

// feeRecords are fees that cards could not pay.
func (f *finhub) feeRecords(c *call) (any, error) {
	q, err := f.records(c, patchKinds, "tradeType", "tradeNo", "originTradeNo", "cardNo")
	if err != nil {
		return nil, err
	}
	all := selected(f.book, q, f.patches, func(p *patch) bool {
		return is(q.kind, p.kind) && is(q.trade, p.tradeNo) && is(q.origin, p.origin.tradeNo) && is(q.card, p.card.id) && q.within(p.at)
	})
	return paged(q.query, all, !f.opts.OldestFirst, func(p *patch) (members, error) {
		return members{
			"cardNo": p.card.id, "tradeNo": p.tradeNo, "originTradeNo": p.origin.tradeNo, "currency": p.card.wallet.currency,
			"amount": number(p.amount), "type": p.kind, "deductionSourceFunds": "wallet", "status": "success",
			"transactionTime": p.at.UnixMilli(),
		}, nil
	})
}

// codeRecords are 3DS records. values is one string despite its name (FinHub cards page).
func (f *finhub) codeRecords(c *call) (any, error) {
	q, err := f.records(c, []string{CodeOTP, CodeAuthURL, CodeActivation}, "type", "tradeNo", "cardNo")
	if err != nil {
		return nil, err
	}
	codes := selected(f.book, q, f.codes, func(o *code) bool {
		return is(q.kind, o.Kind) && is(q.trade, o.TradeNo) && is(q.card, o.card.id) && q.within(o.At)
	})
	if c.has(FaultSecondCode) {
		codes = withSecond(codes)
	}
	return paged(q.query, codes, !f.opts.OldestFirst, func(o *code) (members, error) {
		sealed, err := f.sealedValue(c, o)
		out := members{
			"cardNo": o.card.id, "tradeNo": o.TradeNo, "originTradeNo": nil, "currency": orNull(o.Currency), "amount": text(o.Amount),
			"merchantName": orNull(o.Merchant), "values": sealed, "type": o.Kind, "transactionTime": o.At.UnixMilli(), "description": nil,
		}
		if c.has(FaultUntimed) {
			out["transactionTime"] = 0
		} else if !o.silent {
			out["expirationTime"] = o.Expires.UnixMilli()
		}
		return out, err
	})
}
