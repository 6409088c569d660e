package screen

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/dialog"
)

// depositing opens an account that takes deposits, and counts the requests.
func depositing(r *rig) (*bank, client.Account) {
	bank, ads := withBank(r)
	r.requests = func() int { return len(bank.requested) }
	return bank, ads
}

var accountQuestions = ask(questions{
	"deposit": {open: func(r *rig) {
		_, ads := depositing(r)
		r.open(NewDeposit(r.env, ads))
		r.typed("100")
		r.press("enter")
	}},
})

func TestAccountQuestions(t *testing.T) { accountQuestions.hold(t) }

func TestNoDepositIsRequestedWithoutAYes(t *testing.T) {
	nothingIsSentWithoutAYes(t, func(r *rig, yes dialog.Yes) error {
		bank, _ := depositing(r)
		_, err := r.env.Payer.RequestDeposit(t.Context(), yes, bank, usd("100"), "USDC")
		return err
	})
}

func TestAccountFormsThatLoad(t *testing.T) {
	loadingForms{
		"deposit": {typed: "125.00", whole: true, open: func(r *rig) func() string {
			_, ads := withBank(r)
			d := NewDeposit(r.env, ads)
			r.open(d)
			return func() string { return d.field.Value() }
		}},
	}.hold(t)
}
