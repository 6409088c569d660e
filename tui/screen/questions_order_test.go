package screen

import (
	"slices"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/dialog"
)

var orderQuestions = ask(questions{
	"top-up":   {open: func(r *rig) { openTopUp(r); r.typed("25"); r.press("enter") }},
	"withdraw": {open: func(r *rig) { openWithdraw(r); r.typed("25"); r.press("enter") }},
	"freeze":   {open: func(r *rig) { r.open(NewFreeze(r.env, adsCard())) }},
	"unfreeze": {open: func(r *rig) {
		r.issuer.card.Status = client.CardFrozen
		r.open(NewFreeze(r.env, r.issuer.card))
	}},
	"cancel": {open: func(r *rig) { r.open(NewCancel(r.env, adsCard())); r.typed("5161"); r.press("enter") }},
	"PIN":    {open: func(r *rig) { openPIN(r); r.typePIN() }},
	"limits": {open: func(r *rig) { openLimits(r, nil); r.typed("120"); r.press("enter") }},
	"activate": {open: func(r *rig) {
		r.open(NewActivate(r.env, physicalCard(r)))
		r.press("enter")
		r.typed("20834698")
		r.press("enter")
		r.typePIN()
		r.press("enter")
	}},
	"repeat": {closes: true, open: func(r *rig) {
		r.payer.guards = repeated
		openTopUp(r)
		r.typed("25")
		r.press("enter", "y")
	}},
	"override": {open: func(r *rig) {
		r.payer.guards = openMovement
		openTopUp(r)
		r.typed("25")
		r.press("enter")
		r.typed("5161")
		r.press("enter")
	}},
	"override of a freeze": {open: func(r *rig) {
		r.payer.guards = openMovement
		r.open(NewFreeze(r.env, adsCard()))
		r.typed("5161")
		r.press("enter")
	}},
})

func TestOrderQuestions(t *testing.T) { orderQuestions.hold(t) }

func TestEveryKindOfOrderIsAskedAbout(t *testing.T) {
	var kinds []client.MovementKind
	for _, issuer := range client.Issuers() {
		kinds = append(kinds, issuer.Moves...)
	}
	kinds = slices.DeleteFunc(kinds, func(kind client.MovementKind) bool { return kind == client.MoveCreate }) // which starts elsewhere
	orderQuestions.haveAllKinds(t, func(screen any) client.MovementKind {
		switch s := screen.(type) {
		case *Payment:
			return s.kind
		case *Change:
			return s.kind
		}
		return ""
	}, kinds...)
}

func TestATypedConfirmationCountsFromWhenItWasAskedFor(t *testing.T) {
	t.Run("top-up", func(t *testing.T) {
		typedAnswerCountsFromWhenItWasAskedFor(t, "to send another:", func(r *rig) {
			r.payer.guards = openMovement
			orderQuestions["top-up"].open(r)
		})
	})
	t.Run("freeze", func(t *testing.T) {
		typedAnswerCountsFromWhenItWasAskedFor(t, "to go on anyway:", func(r *rig) {
			r.payer.guards = openMovement
			orderQuestions["freeze"].open(r)
		})
	})
}

func TestTooEarlyIsSaid(t *testing.T) { tooEarlyIsSaid(t, orderQuestions["freeze"]) }

func TestNoOrderIsSentWithoutAYes(t *testing.T) {
	nothingIsSentWithoutAYes(t, func(r *rig, yes dialog.Yes) error {
		_, err := r.env.Payer.Move(t.Context(), yes, client.Account{}, client.Intent{})
		return err
	})
}

func TestHowToAnswerIsNeverCutOff(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.size = [2]int{60, 13} // the body of the smallest screen
		r.issuer.card.Status, r.issuer.card.IssuerStatus = client.CardFrozen, "freeze"
		r.payer.guards = func(client.Intent) error {
			return &client.GuardError{Kind: client.ErrOpenMovement, Movement: openedBefore(), Detail: "order CW", Hint: "settle it first"}
		}
		r.open(NewPayment(r.env, client.MoveWithdraw, r.issuer.card))
		r.typed("25")
		r.press("enter")
		r.shows("there is more: make the terminal larger", "type ", "  > ")
	})
}

var orderForms = loadingForms{
	"top-up": {typed: "125.00", whole: true, open: loadingTopUp},
	"withdraw": {typed: "100.50", whole: true, open: func(r *rig) func() string {
		p := openWithdraw(r)
		return func() string { return p.input.Value() }
	}},
	"PIN": {typed: goodPIN, whole: true, open: func(r *rig) func() string {
		f := openPIN(r).form.(*pinForm)
		return func() string { return string(f.first.Bytes()) }
	}},
	"limits": {typed: "125.00", open: func(r *rig) func() string {
		f := openLimits(r, nil).form.(*limitsForm)
		return func() string { return f.rows[0].field.Value() }
	}},
	"cancel": {typed: "5161", open: func(r *rig) func() string {
		c := NewCancel(r.env, adsCard())
		r.open(c)
		return func() string { return c.form.(*cancelForm).typed.Value() }
	}},
	"activate": {typed: "\r20834698", open: func(r *rig) func() string {
		c := NewActivate(r.env, physicalCard(r))
		r.open(c)
		return func() string { return string(c.form.(*activateForm).code.Bytes()) }
	}},
}

func loadingTopUp(r *rig) (field func() string) {
	p := openTopUp(r)
	return func() string { return p.input.Value() }
}

func TestOrderFormsThatLoad(t *testing.T) { orderForms.hold(t) }

func TestAFormThatComesBackByItselfTakesNothingAtOnce(t *testing.T) {
	formThatComesBackTakesNothingAtOnce(t, loadingTopUp)
}
