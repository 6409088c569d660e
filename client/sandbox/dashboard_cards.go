package sandbox

import (
	"maps"
	"net/http"
)

func (d *dashboard) listCards(c *call) (any, error) {
	from, to, err := window(c.query, len(d.cards), 0)
	if err != nil {
		return nil, err
	}
	out := []members{}
	for _, one := range d.cards[from:to] {
		out = append(out, d.summary(one))
	}
	return out, nil
}

// summary is a card in the list (Aurex cards page).
func (d *dashboard) summary(one *card) members {
	out := members{"cardId": one.id, "cardName": one.name, "balance": number(one.purse.balance), "status": one.status}
	maps.Copy(out, d.said(one))
	return out
}

// details are a card by itself (Aurex cards page), its number in groups of four.
func (d *dashboard) details(one *card) members {
	out, pan := d.summary(one), one.pan
	out["cardNumber"] = pan[:4] + " " + pan[4:8] + " " + pan[8:12] + " " + pan[12:]
	out["expiryDate"], out["cvv"] = one.expires.Format("01/06"), one.cvv
	return out
}

func (d *dashboard) card(c *call) (any, error) {
	return d.details(c.card), nil
}

func (d *dashboard) createCard(c *call) (any, error) {
	in := readFields(c.raw)
	name := in.text("cardName", true)
	amount, _ := in.money("initialBalance", true)
	if err := in.done(); err != nil {
		return nil, err
	}
	o := d.terms.offers[0]
	fee := o.serviceFee(amount)
	total := amount.Add(fee).Add(o.issueFee)
	switch {
	case len(name) > 200:
		return nil, fail(http.StatusBadRequest, "cardName is too long")
	case !sound(amount, 2):
		return nil, fail(http.StatusBadRequest, "initialBalance may have 2 decimals")
	case amount.LessThan(o.createMin) || amount.GreaterThan(o.createMax):
		return nil, fail(http.StatusBadRequest, "initialBalance must be between %s and %s", o.createMin, o.createMax)
	case c.has(FaultFail):
		return nil, fail(http.StatusInternalServerError, "Card could not be issued")
	case d.from.available.balance.LessThan(total):
		return nil, fail(http.StatusConflict, "Insufficient balance")
	}
	made := d.create(o, name, amount, c.id)
	out := d.details(made)
	out["fees"] = members{ // an object here, a number at a top-up
		"depositAmount": number(total), "ourFee": number(fee), "ourFeeRate": number(o.createRate), "cardIssueFee": number(o.issueFee),
		"totalFees": number(fee.Add(o.issueFee)), "cardBalance": number(amount),
	}
	return out, nil
}

// topUp moves money at once. The wallet pays amount and fee, the card gets the amount.
func (d *dashboard) topUp(c *call) (any, error) {
	in := readFields(c.raw)
	amount, _ := in.money("amount", true)
	if err := in.done(); err != nil {
		return nil, err
	}
	o := c.card.offer
	fee := amount.Mul(o.topUpRate).RoundUp(2)
	switch {
	case o.noTopUp:
		return nil, fail(http.StatusBadRequest, "Top-up is not supported for this card")
	case c.card.status != statusActive:
		return nil, fail(http.StatusBadRequest, "Card is %s", c.card.status)
	case !sound(amount, 2):
		return nil, fail(http.StatusBadRequest, "amount may have 2 decimals")
	case amount.LessThan(o.topUpMin) || amount.GreaterThan(o.topUpMax):
		return nil, fail(http.StatusBadRequest, "amount must be between %s and %s", o.topUpMin, o.topUpMax)
	case !o.maxBalance.IsZero() && c.card.purse.balance.Add(amount).GreaterThan(o.maxBalance):
		return nil, fail(http.StatusBadRequest, "balance may not exceed %s", o.maxBalance)
	case c.has(FaultFail):
		return nil, fail(http.StatusInternalServerError, "Top-up failed")
	case c.card.wallet.available.balance.LessThan(amount.Add(fee)):
		return nil, fail(http.StatusConflict, "Insufficient balance")
	}
	d.accept(&operation{request: c.id, kind: kindDeposit, card: c.card, amount: amount, fee: fee})
	out := members{"cardId": c.card.id, "newBalance": number(c.card.purse.balance), "rechargeAmount": number(amount), "fees": number(fee)}
	maps.Copy(out, d.said(c.card))
	return out, nil
}

// transactions lists purchases, newest first. What sign an amount has is not documented: here a purchase is positive.
func (d *dashboard) transactions(c *call) (any, error) {
	states := map[string]string{spendAuthorized: "pending", spendSucceeded: "completed", spendFailed: "declined"}
	return newestOf(c.query, c.card.spends, 0, func(s *spend) members {
		return members{"transactionId": s.id, "amount": number(s.amount), "currency": c.card.purse.currency,
			"status": states[s.status], "createdAt": seconds(s.at)}
	})
}

// otp gives the current code of a card, or says that there is none yet.
func (d *dashboard) otp(c *call) (any, error) {
	if !c.query.Has("cardId") {
		return nil, fail(http.StatusBadRequest, "cardId is required")
	}
	one := d.byID[c.query.Get("cardId")]
	if one == nil {
		return nil, fail(http.StatusNotFound, "Card not found")
	}
	current := d.current(one)
	if current == nil && d.opts.NoCode404 {
		return nil, fail(http.StatusNotFound, "No OTP available")
	}
	return d.terms.form.wire(one, current, d.clock), nil
}
