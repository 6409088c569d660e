package order

import (
	"slices"
	"testing"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/merchants"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func FuzzView(f *testing.F) {
	screentest.FuzzScreens(f, func(h screentest.Hostile) []ui.Screen { return slices.Concat(paymentScreens(h), changeScreens(h)) })
}

// hostileStatus is what became of an order.
func hostileStatus(h screentest.Hostile) client.MovementStatus {
	return []client.MovementStatus{"failed", "unknown", "success", "processing"}[h.State%4]
}

// paymentScreens are the three kinds of movement, at the stage that state gives.
func paymentScreens(h screentest.Hostile) []ui.Screen {
	text, problem, status := h.Text, h.Problem, hostileStatus(h)
	account, _ := h.Env.Wallet.Account(h.Card.Profile)
	creation := newPayment(h.Env, account, client.MoveCreate)
	creation.new = client.NewCard{Name: text, HolderID: problem}
	creation.model = client.CardType{Name: text, NeedsHolder: true, Mode: "BUDGET_CARD", Type: "Physical"}
	var screens []ui.Screen
	for i, p := range []*Payment{NewPayment(h.Env, client.MoveTopUp, h.Card), NewPayment(h.Env, client.MoveWithdraw, h.Card), creation} {
		p.terms = client.Terms{Currency: text, Refusal: problem, MaxReason: text}
		p.Stage = orderForm + orderStage(h.State>>5)%(OrderDone-orderForm+1)
		p.Err, p.cardErr = h.Err(), h.Err()
		p.Movement = client.Movement{
			OrderID: text, CardID: text, Status: status, Description: problem, Reference: text, Person: text, Repeated: h.State&1 != 0,
		}
		objection := &client.GuardError{
			Detail: problem, Movement: client.Movement{OrderID: text, Kind: client.MovementKind(text), Status: status},
		}
		switch i + int(h.State>>3)%4 {
		case 0:
			p.wrong = h.Err()
		case 1:
			objection.Kind = client.ErrOpenMovement
			p.onChecked(objection)
		case 2:
			objection.Kind = client.ErrRepeat
			p.onChecked(objection)
			p.objection.asked = true
		case 3:
			p.objection.err = h.Err()
		}
		screens = append(screens, p)
	}
	return screens
}

// changeScreens are the changes in a card's life, at the stage that state gives.
func changeScreens(h screentest.Hostile) []ui.Screen {
	text, problem, status, env, card := h.Text, h.Problem, hostileStatus(h), h.Env, h.Card
	card.Limits = &client.Limits{
		NoPINAmount: client.Money{Currency: text},
		Controls:    []client.SpendingControl{{Interval: text, Amount: client.Money{Currency: text}}},
		AllowedMCC:  []string{text, "5411", problem},
	}
	terms := client.ChangeTerms{
		SetsNoPIN: true, SetsControls: true, SetsMCC: true, Intervals: []string{text, problem}, Currency: text,
		NoPINDefault: client.Money{Currency: text},
	}
	var screens []ui.Screen
	for i, c := range []*Change{NewFreeze(env, card), NewCancel(env, card), NewPIN(env, card), NewActivate(env, card), NewLimits(env, card)} {
		c.onRead(plan.Prepared{Card: card, Change: terms}, nil)
		if c.Stage = orderStage(h.State>>4) % (OrderDone + 1); c.form == nil && c.Stage == orderForm {
			c.Stage = orderReading
		}
		switch f := c.form.(type) {
		case *activateForm:
			f.step, f.asking = activateStep(h.State>>1)%(activateAmount+1), false
			f.records, f.openErr, f.wrong = []client.Record{{ID: text, At: env.Now()}}, h.Err(), h.Err()
			f.window.SetCount(2)
		case *limitsForm:
			if f.at = int(h.State) % len(f.rows); h.State&8 != 0 {
				f.picker = merchants.New(env, f.codes)
			}
		}
		c.Movement, c.Err = client.Movement{OrderID: text, CardID: text, Kind: c.Kind, Status: status, Description: problem}, h.Err()
		switch (i + int(h.State)) % 5 {
		case 0:
			c.wrong = h.Err()
		case 1:
			c.onChecked(&client.GuardError{
				Kind: client.ErrOpenMovement, Detail: problem,
				Movement: client.Movement{OrderID: text, Kind: client.MovementKind(text), Status: status},
			})
		case 2:
			c.objection.err = h.Err()
		case 3:
			c.terms.Refusal = problem
		case 4:
			c.readErr, c.askedAt = h.Err(), env.Now()
		}
		screens = append(screens, c)
	}
	return screens
}
