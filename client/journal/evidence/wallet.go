package evidence

import (
	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// walletSays is what the wallet tells. Its owner may fund it and spend from it elsewhere at any time, so that it can confirm or
// contradict but not decide.
type walletSays struct {
	contradictsApplied, contradictsNotApplied bool
	confirmsApplied, confirmsNotApplied       bool // to the cent
}

func (e Evidence) wallet() (w walletSays) {
	drop := e.Before.Wallet.Sub(e.Now.Wallet)
	if !drop.Known() || drop.Currency != e.Of.Amount.Currency {
		return w
	}
	amounts, totals := decimal.Zero, decimal.Zero // of what certainly left for others
	var possible [][]decimal.Decimal              // what may have left for others, or come back
	for _, o := range e.Others {
		total := o.Total().Amount
		switch {
		case o.Amount.Currency != drop.Currency: // another wallet
		case o.Kind == client.MoveWithdraw:
			possible = append(possible, []decimal.Decimal{decimal.Zero, total.Neg()})
		case o.Certain:
			amounts, totals = amounts.Add(o.Amount.Amount), totals.Add(total)
		default:
			possible = append(possible, []decimal.Decimal{decimal.Zero, total})
		}
	}
	explained, ok := sums(possible)
	rest := drop.Amount.Sub(totals)
	without := ok && explained[rest.String()]
	with := ok && e.Of.Fee.Known() && explained[rest.Sub(e.Of.Total().Amount).String()]
	own := e.Of.Amount.Amount
	w.contradictsApplied = !with && drop.Amount.LessThan(own.Add(amounts))
	w.contradictsNotApplied = !without && drop.Amount.GreaterThanOrEqual(own.Add(totals))
	w.confirmsApplied, w.confirmsNotApplied = with && !without, without && !with
	return w
}
