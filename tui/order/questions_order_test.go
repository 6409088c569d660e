package order

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

var orderQuestions = screentest.Ask(screentest.Questions{
	"top-up":   {Open: func(r *screentest.Rig) { openTopUp(r); r.Typed("25"); r.Press("enter") }},
	"withdraw": {Open: func(r *screentest.Rig) { openWithdraw(r); r.Typed("25"); r.Press("enter") }},
	"freeze":   {Open: func(r *screentest.Rig) { r.Open(NewFreeze(r.Env, screentest.AdsCard())) }},
	"unfreeze": {Open: func(r *screentest.Rig) {
		r.Issuer.TheCard.Status = client.CardFrozen
		r.Open(NewFreeze(r.Env, r.Issuer.TheCard))
	}},
	"cancel": {Open: func(r *screentest.Rig) {
		r.Open(NewCancel(r.Env, screentest.AdsCard()))
		r.Typed("5161")
		r.Press("enter")
	}},
	"PIN":    {Open: func(r *screentest.Rig) { openPIN(r); r.TypePIN() }},
	"limits": {Open: func(r *screentest.Rig) { openLimits(r, nil); r.Typed("120"); r.Press("enter") }},
	"activate": {Open: func(r *screentest.Rig) {
		r.Open(NewActivate(r.Env, screentest.PhysicalCard(r)))
		r.Press("enter")
		r.Typed("20834698")
		r.Press("enter")
		r.TypePIN()
		r.Press("enter")
	}},
	"repeat": {Closes: true, Open: func(r *screentest.Rig) {
		r.Payer.Guards = screentest.Repeated
		openTopUp(r)
		r.Typed("25")
		r.Press("enter", "y")
	}},
	"override": {Open: func(r *screentest.Rig) {
		r.Payer.Guards = screentest.OpenMovement
		openTopUp(r)
		r.Typed("25")
		r.Press("enter")
		r.Typed("ABCD")
		r.Press("enter")
	}},
	"override of a freeze": {Open: func(r *screentest.Rig) {
		r.Payer.Guards = screentest.OpenMovement
		r.Open(NewFreeze(r.Env, screentest.AdsCard()))
		r.Typed("ABCD")
		r.Press("enter")
	}},
	"new holder": {Open: func(r *screentest.Rig) {
		account, _ := r.Env.Wallet.Account("ads")
		person := holder.Person{TypeID: "1", Model: "B2B"}
		person.Set(holder.FirstName, "Ana")
		told := []ui.Labelled{{Label: "holder", Value: "Ana"}, {Label: "account", Value: "ads"}}
		r.Open(NewHolder(r.Env, account, client.Intent{Change: client.Change{Holder: person}}, told, func() tea.Cmd { return nil }))
	}},
})

func TestOrderQuestions(t *testing.T) { orderQuestions.Hold(t) }

func TestEveryKindOfOrderIsAskedAbout(t *testing.T) {
	var kinds []client.MovementKind
	for _, issuer := range client.Issuers() {
		kinds = append(kinds, issuer.Moves...)
	}
	kinds = slices.DeleteFunc(kinds, func(kind client.MovementKind) bool { return kind == client.MoveCreate }) // which starts elsewhere
	orderQuestions.HaveAllKinds(t, func(screen any) client.MovementKind {
		switch s := screen.(type) {
		case *Payment:
			return s.Kind
		case *Change:
			return s.Kind
		case *Holder:
			return s.Kind
		}
		return ""
	}, kinds...)
}

func TestATypedConfirmationCountsFromWhenItWasAskedFor(t *testing.T) {
	t.Run("top-up", func(t *testing.T) {
		screentest.TypedAnswerCountsFromWhenItWasAskedFor(t, "to send another:", func(r *screentest.Rig) {
			r.Payer.Guards = screentest.OpenMovement
			orderQuestions["top-up"].Open(r)
		})
	})
	t.Run("freeze", func(t *testing.T) {
		screentest.TypedAnswerCountsFromWhenItWasAskedFor(t, "to go on anyway:", func(r *screentest.Rig) {
			r.Payer.Guards = screentest.OpenMovement
			orderQuestions["freeze"].Open(r)
		})
	})
}

func TestTooEarlyIsSaid(t *testing.T) { screentest.TooEarlyIsSaid(t, orderQuestions["freeze"]) }

func TestNoOrderIsSentWithoutAYes(t *testing.T) {
	screentest.NothingIsSentWithoutAYes(t, func(r *screentest.Rig, yes dialog.Yes) error {
		_, err := r.Env.Payer.Move(t.Context(), yes, client.Account{}, client.Intent{}, nil)
		return err
	})
}

func TestHowToAnswerIsNeverCutOff(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Size = [2]int{60, 11} // less than what the smallest screen has below the title
		r.Issuer.TheCard.Status, r.Issuer.TheCard.IssuerStatus = client.CardFrozen, "freeze"
		r.Payer.Guards = func(client.Intent) error {
			return &client.GuardError{Kind: client.ErrOpenMovement, Movement: screentest.OpenedBefore(), Detail: "order CW", Hint: "settle it first"}
		}
		r.Open(NewPayment(r.Env, client.MoveWithdraw, r.Issuer.TheCard))
		r.Typed("25")
		r.Press("enter")
		r.Shows("1-7 of 8 ▼", "type ", " > ")
		r.Press("down")
		r.Shows("2-8 of 8", "the card is frozen", "type ", " > ")
		r.Hides("▼")
	})
}

var orderForms = screentest.LoadingForms{
	"top-up": {Typed: "125.00", Whole: true, Open: loadingTopUp},
	"withdraw": {Typed: "100.50", Whole: true, Open: func(r *screentest.Rig) func() string {
		p := openWithdraw(r)
		return func() string { return p.Input.Value() }
	}},
	"PIN": {Typed: screentest.GoodPIN, Whole: true, Open: func(r *screentest.Rig) func() string {
		f := openPIN(r).form.(*pinForm)
		return func() string { return string(f.entry.First.Bytes()) }
	}},
	"limits": {Typed: "125.00", Open: func(r *screentest.Rig) func() string {
		f := openLimits(r, nil).form.(*limitsForm)
		return func() string { return f.rows[0].field.Value() }
	}},
	"cancel": {Typed: "5161", Open: func(r *screentest.Rig) func() string {
		c := NewCancel(r.Env, screentest.AdsCard())
		r.Open(c)
		return func() string { return c.form.(*cancelForm).typed.Value() }
	}},
	"activate": {Typed: "\r20834698", Open: func(r *screentest.Rig) func() string {
		c := NewActivate(r.Env, screentest.PhysicalCard(r))
		r.Open(c)
		return func() string { return string(c.form.(*activateForm).code.Bytes()) }
	}},
}

func loadingTopUp(r *screentest.Rig) (field func() string) {
	p := openTopUp(r)
	return func() string { return p.Input.Value() }
}

func TestOrderFormsThatLoad(t *testing.T) { orderForms.Hold(t) }

func TestAFormThatComesBackByItselfTakesNothingAtOnce(t *testing.T) {
	screentest.FormThatComesBackTakesNothingAtOnce(t, loadingTopUp)
}
