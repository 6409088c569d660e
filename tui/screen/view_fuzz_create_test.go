package screen

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func FuzzCreateView(f *testing.F) {
	f.Add("0", "0", 60, 13, uint8('%')) // what the card is chosen with
	fuzzScreens(f, createScreens)
}

// createScreens are a new card at the stage that state gives, and the card types of its account.
func createScreens(h hostile) []ui.Screen {
	text, problem := h.text, h.problem
	account, _ := h.env.Wallet.Account(h.card.Profile)
	c := NewCreate(h.env, "")
	c.account, c.types = account, []client.CardType{
		{ID: text, Name: text, Organization: text, Price: client.Money{Currency: text}, CanOpen: true}, {Name: problem},
	}
	c.model = client.CardType{Name: text, NeedsHolder: true, Mode: "BUDGET_CARD", Type: "Physical"}
	c.choices = choicesOf(account, c.model)
	for _, choice := range c.choices {
		choice.byHand = true
		choice.onRead(createChoiceMsg{candidates: []candidate{{id: text, name: text, detail: problem}, {id: problem, name: text, why: problem}}})
		if h.state&4 != 0 {
			choice.err = h.err()
		}
	}
	c.parts, c.wrong, c.stage = partsOf(account, c.model, c.choices), h.err(), createStage(h.state)%(createPayment+1)
	c.onTypes(createTypesMsg{types: append(c.types, client.CardType{Name: problem, Supported: []string{text, problem}, CanOpen: true})})
	if h.state&4 != 0 {
		c.err = h.err()
	}
	c.payment = newCreation(h.env, account, client.NewCard{Name: text, HolderID: problem}, c.model, nil, false)
	return []ui.Screen{c, NewCardTypes(h.env, account, c.types...), NewCardTypes(h.env, account, c.types[:1]...)}
}
