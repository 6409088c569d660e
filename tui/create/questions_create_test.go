package create

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/order"
	"cardwallet/tui/screentest"
)

var createQuestions = screentest.Ask(screentest.Questions{
	"new card": {
		Open: func(r *screentest.Rig) { openCreated(r); r.Typed("25"); r.Press("enter") },
		Asks: func(r *screentest.Rig) any { return r.Screen.(*Create).payment },
	},
})

func TestCreateQuestions(t *testing.T) { createQuestions.Hold(t) }

func TestANewCardIsAskedAbout(t *testing.T) {
	createQuestions.HaveAllKinds(t, func(screen any) client.MovementKind { return screen.(*order.Payment).Kind }, client.MoveCreate)
}

var createForms = screentest.LoadingForms{
	"new card": {Typed: "125.00", Whole: true, Open: func(r *screentest.Rig) func() string {
		r.Issuer.Delay = 0
		c := NewCreate(r.Env, "")
		r.Open(c)
		r.Issuer.Delay = screentest.Loads // the terms are what is being read
		r.Press("enter")
		return func() string { return c.payment.Input.Value() }
	}},
	"new card with a name": {Typed: "125.00", Whole: true, Open: func(r *screentest.Rig) func() string {
		c := openNameless(r)
		return func() string { return c.parts[0].field.Value() }
	}},
	"new card of the only type": {Typed: "125.00", Open: func(r *screentest.Rig) func() string {
		r.Issuer.Types = r.Issuer.Types[:1]
		c := NewCreate(r.Env, "")
		r.Open(c)
		return func() string { return c.payment.Input.Value() }
	}},
}

func TestCreateFormsThatLoad(t *testing.T) { createForms.Hold(t) }
