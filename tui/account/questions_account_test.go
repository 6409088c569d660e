package account

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screentest"
)

// depositing opens an account that takes deposits, and counts the requests.
func depositing(r *screentest.Rig) (*bank, client.Account) {
	bank, ads := withBank(r)
	r.Requests = func() int { return len(bank.requested) }
	return bank, ads
}

var accountQuestions = screentest.Ask(screentest.Questions{
	"deposit": {Open: func(r *screentest.Rig) {
		_, ads := depositing(r)
		r.Open(NewDeposit(r.Env, ads))
		r.Typed("100")
		r.Press("enter")
	}},
})

func TestAccountQuestions(t *testing.T) { accountQuestions.Hold(t) }

func TestNoDepositIsRequestedWithoutAYes(t *testing.T) {
	screentest.NothingIsSentWithoutAYes(t, func(r *screentest.Rig, yes dialog.Yes) error {
		bank, _ := depositing(r)
		_, err := r.Env.Payer.RequestDeposit(t.Context(), yes, bank, screentest.Usd("100"), "USDC")
		return err
	})
}

func TestAccountFormsThatLoad(t *testing.T) {
	screentest.LoadingForms{
		"deposit": {Typed: "125.00", Whole: true, Open: func(r *screentest.Rig) func() string {
			_, ads := withBank(r)
			d := NewDeposit(r.Env, ads)
			r.Open(d)
			return func() string { return d.field.Value() }
		}},
	}.Hold(t)
}
