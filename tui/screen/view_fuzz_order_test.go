package screen

import (
	"slices"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func FuzzOrderView(f *testing.F) {
	fuzzScreens(f, func(h hostile) []ui.Screen { return slices.Concat(paymentScreens(h), changeScreens(h)) })
}

// hostileStatus is what became of an order.
func hostileStatus(h hostile) client.MovementStatus {
	return []client.MovementStatus{"failed", "unknown", "success", "processing"}[h.state%4]
}

// paymentScreens are the three kinds of movement, at the stage that state gives.
func paymentScreens(h hostile) []ui.Screen {
	text, problem, status := h.text, h.problem, hostileStatus(h)
	account, _ := h.env.Wallet.Account(h.card.Profile)
	creation := newPayment(h.env, account, client.MoveCreate)
	creation.new = client.NewCard{Name: text, HolderID: problem}
	creation.model = client.CardType{Name: text, NeedsHolder: true, Mode: "BUDGET_CARD", Type: "Physical"}
	var screens []ui.Screen
	for i, p := range []*Payment{NewPayment(h.env, client.MoveTopUp, h.card), NewPayment(h.env, client.MoveWithdraw, h.card), creation} {
		p.terms = client.Terms{Currency: text, Refusal: problem, MaxReason: text}
		p.stage = orderForm + orderStage(h.state>>5)%(orderDone-orderForm+1)
		p.err, p.cardErr = h.err(), h.err()
		p.movement = client.Movement{OrderID: text, CardID: text, Status: status, Description: problem}
		objection := &client.GuardError{
			Detail: problem, Movement: client.Movement{OrderID: text, Kind: client.MovementKind(text), Status: status},
		}
		switch i + int(h.state>>3)%4 {
		case 0:
			p.wrong = h.err()
		case 1:
			objection.Kind = client.ErrOpenMovement
			p.onChecked(objection)
		case 2:
			objection.Kind = client.ErrRepeat
			p.onChecked(objection)
			p.objection.asked = true
		case 3:
			p.objection.err = h.err()
		}
		screens = append(screens, p)
	}
	return screens
}

// changeScreens are the changes in a card's life, at the stage that state gives.
func changeScreens(h hostile) []ui.Screen {
	text, problem, status, env, card := h.text, h.problem, hostileStatus(h), h.env, h.card
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
		c.onRead(changeReadMsg{owner: c, card: card, terms: terms})
		if c.stage = orderStage(h.state>>4) % (orderDone + 1); c.form == nil && c.stage == orderForm {
			c.stage = orderReading
		}
		switch f := c.form.(type) {
		case *activateForm:
			f.step, f.asking = activateStep(h.state>>1)%(activateAmount+1), false
			f.records, f.openErr, f.wrong = []client.Record{{ID: text, At: env.Now()}}, h.err(), h.err()
			f.window.SetCount(2)
		case *limitsForm:
			if f.at = int(h.state) % len(f.rows); h.state&8 != 0 {
				f.picker = newMCCPicker(env, f.codes)
			}
		}
		c.movement, c.err = client.Movement{OrderID: text, CardID: text, Kind: c.kind, Status: status, Description: problem}, h.err()
		switch (i + int(h.state)) % 5 {
		case 0:
			c.wrong = h.err()
		case 1:
			c.onChecked(&client.GuardError{
				Kind: client.ErrOpenMovement, Detail: problem,
				Movement: client.Movement{OrderID: text, Kind: client.MovementKind(text), Status: status},
			})
		case 2:
			c.objection.err = h.err()
		case 3:
			c.terms.Refusal = problem
		case 4:
			c.readErr, c.askedAt = h.err(), env.Now()
		}
		screens = append(screens, c)
	}
	return screens
}
