package cards

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/order"
)

// typeDecides are the changes that some types of cards do not have, whatever their status is.
var typeDecides = []client.MovementKind{client.MoveFreeze, client.MoveUnfreeze, client.MovePIN, client.MoveLimits}

// readChanges asks which of the changes that the card's status does not forbid its type does not have. Those are not drawn then.
func (c *Card) readChanges() tea.Cmd {
	checker, ok := c.Account.Issuer.(client.ChangeChecker)
	if !ok || c.Account.ReadOnly {
		return nil
	}
	ctx, card := c.Env.Ctx, c.Card
	var kinds []client.MovementKind
	for _, kind := range cardChanges {
		if kind == client.MoveFreeze {
			kind = order.FreezeKind(card)
		}
		if slices.Contains(typeDecides, kind) && c.Account.Offers(kind) && c.Account.StatusRules().Refusal(kind, card.Status) == "" {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) == 0 {
		return nil
	}
	return func() tea.Msg {
		msg := cardChangesMsg{owner: c, barred: map[client.MovementKind]bool{}}
		for _, kind := range kinds {
			terms, err := checker.ChangeTerms(ctx, card, kind)
			if err != nil { // the screen of the change asks again, and says why
				return msg
			}
			msg.barred[kind] = terms.Refusal != ""
		}
		return msg
	}
}

type cardChangesMsg struct {
	owner  *Card
	barred map[client.MovementKind]bool
}

// changes are the changes that can be made with the card as far as is known.
func (c *Card) changes() []key.Binding {
	kinds := slices.DeleteFunc(slices.Clone(cardChanges), func(kind client.MovementKind) bool {
		if kind == client.MoveFreeze {
			kind = order.FreezeKind(c.Card)
		}
		barred, known := c.barred[kind]
		if !known && kind == client.MovePIN { // most cards are not of plastic
			return c.Card.Form != client.FormUnknown && c.Card.Form != client.FormPhysical
		}
		return barred
	})
	return changeKeys(c.Env, c.Card, kinds...)
}

// change opens the screen of a change of the card.
func (c *Card) change(msg tea.KeyPressMsg) tea.Cmd {
	cmd, ok := pressChange(c.Env, msg, c.Card, cardChanges...)
	if ok {
		c.Hide()
	}
	return cmd
}
