package screen

import (
	"testing"

	"cardwallet/client"
)

var createQuestions = ask(questions{
	"new card": {
		open: func(r *rig) { openCreated(r); r.typed("25"); r.press("enter") },
		asks: func(r *rig) any { return r.screen.(*Create).payment },
	},
})

func TestCreateQuestions(t *testing.T) { createQuestions.hold(t) }

func TestANewCardIsAskedAbout(t *testing.T) {
	createQuestions.haveAllKinds(t, func(screen any) client.MovementKind { return screen.(*Payment).kind }, client.MoveCreate)
}

var createForms = loadingForms{
	"new card": {typed: "125.00", whole: true, open: func(r *rig) func() string {
		r.issuer.delay = 0
		c := NewCreate(r.env, "")
		r.open(c)
		r.issuer.delay = loads // the terms are what is being read
		r.press("enter")
		return func() string { return c.payment.input.Value() }
	}},
	"new card with a name": {typed: "125.00", whole: true, open: func(r *rig) func() string {
		c := openNameless(r)
		return func() string { return c.parts[0].field.Value() }
	}},
	"new card of the only type": {typed: "125.00", open: func(r *rig) func() string {
		r.issuer.types = r.issuer.types[:1]
		c := NewCreate(r.env, "")
		r.open(c)
		return func() string { return c.payment.input.Value() }
	}},
}

func TestCreateFormsThatLoad(t *testing.T) { createForms.hold(t) }
