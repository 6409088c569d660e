package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

const (
	depositWaiting   = "waiting"
	depositConfirmed = "confirmed"
)

// depositFeePercent is what the platform keeps of a deposit (the example of the Aurex users page).
const depositFeePercent = 5

// deposit is money that a user sends to the wallet from outside. Its figures are dollars, in whichever coin they come: the vendor's SDK
// says so of the amount, and the example beside it, 100 SOL, has a fee of 5 % and 5 USD. How many coins arrive it never says.
type deposit struct {
	id       string
	wallet   *wallet
	amount   decimal.Decimal
	net      decimal.Decimal
	currency string // SOL, USDT, USDC; one unit is one dollar here
	address  string
	status   string
	at       time.Time
}

// wallet, deposits and their fees are those of the Aurex users page.
func (d *dashboard) wallet(c *call) (any, error) {
	var pending, inCards decimal.Decimal
	for _, one := range d.cards {
		inCards = inCards.Add(one.purse.balance)
	}
	for _, p := range d.deposits {
		if p.status == depositWaiting {
			pending = pending.Add(p.net)
		}
	}
	return members{"userId": d.user, "balance": number(d.from.available.balance), "pendingBalance": number(pending),
		"inCardsBalance": number(inCards), "currency": d.from.currency}, nil
}

// createDeposit asks for an address to pay to. The payment always comes, after two steps.
func (d *dashboard) createDeposit(c *call) (any, error) {
	in := readFields(c.raw)
	amount, _ := in.money("amount", true)
	currency := in.text("currency", true)
	if err := in.done(); err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"SOL", "USDT", "USDC"}, currency) {
		return nil, fail(http.StatusBadRequest, "currency must be SOL, USDT or USDC")
	}
	if !amount.IsPositive() || !sound(amount, 2) || amount.GreaterThan(whole(1_000_000)) {
		return nil, fail(http.StatusBadRequest, "amount is in USD and must be positive, with 2 decimals at most")
	}
	fee := amount.Mul(whole(depositFeePercent)).Shift(-2).RoundUp(2)
	p := &deposit{id: "dep_" + d.hex(12), wallet: d.from, amount: amount, net: amount.Sub(fee), currency: currency,
		address: strings.ToUpper(d.hex(40)), status: depositWaiting, at: d.clock}
	d.deposits = append(d.deposits, p)
	d.book.at(d.clock.Add(2*d.opts.StepDelay), func(time.Time) {
		p.status = depositConfirmed
		d.money.fund(d.from.available, p.net)
		d.money.fund(d.money.common("fees", d.from.currency), fee)
	})
	return members{
		"depositId": p.id, "amount": number(amount), "netAmount": number(p.net), "currency": currency, "depositAddress": p.address,
		"status": p.status, "expiresAt": seconds(d.clock.Add(time.Hour)),
		"fees": members{"platformFeePercent": depositFeePercent, "platformFeeUsd": number(fee), "merchantCommissionPercent": 0,
			"merchantCommissionUsd": 0, "totalCollected": number(fee)},
	}, nil
}

func (d *dashboard) listDeposits(c *call) (any, error) {
	return newestOf(c.query, d.deposits, 10, func(p *deposit) members {
		return members{"depositId": p.id, "amount": number(p.amount), "currency": p.currency, "status": p.status, "createdAt": seconds(p.at)}
	})
}
