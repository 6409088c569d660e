package create

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/order"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func FuzzView(f *testing.F) {
	f.Add("0", "0", 60, 13, uint8('%')) // what the card is chosen with
	screentest.FuzzScreens(f, createScreens)
}

// createScreens are a new card at the stage that state gives, and the card types of its account.
func createScreens(h screentest.Hostile) []ui.Screen {
	text, problem := h.Text, h.Problem
	account, _ := h.Env.Wallet.Account(h.Card.Profile)
	c := NewCreate(h.Env, "")
	c.account = account
	types := []client.CardType{
		{ID: text, Name: text, Organization: text, Price: client.Money{Currency: text}, CanOpen: true}, {Name: problem},
	}
	c.model = client.CardType{Name: text, NeedsHolder: true, Mode: "BUDGET_CARD", Type: "Physical"}
	c.choices = choicesOf(account, c.model)
	for _, choice := range c.choices {
		choice.byHand = true
		choice.onRead([]candidate{{id: text, name: text, detail: problem}, {id: problem, name: text, why: problem}}, nil)
		if h.State&4 != 0 {
			choice.err = h.Err()
		}
	}
	c.parts, c.wrong, c.stage = partsOf(account, c.model, c.choices), h.Err(), createStage(h.State)%(createPayment+1)
	c.onTypes(append(types, client.CardType{Name: problem, Supported: []string{text, problem}, CanOpen: true}), nil)
	if h.State&4 != 0 {
		c.err = h.Err()
	}
	c.payment = order.NewCreation(h.Env, account, client.NewCard{Name: text, HolderID: problem}, c.model, nil, false)
	return []ui.Screen{c, newCardTypes(h.Env, account, c.types.All...), newCardTypes(h.Env, account, c.types.All[:1]...)}
}
