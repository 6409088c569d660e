package cards

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// readTerms asks what a top-up of the card may be and costs. It says nothing of a failure: the form of a top-up asks again.
func (c *Card) readTerms() tea.Cmd {
	if !c.Account.Offers(client.MoveTopUp) || c.Account.ReadOnly || c.Card.Shared {
		return nil
	}
	ctx, account, in := c.Env.Ctx, c.Account, client.Intent{Kind: client.MoveTopUp, Card: c.Card}
	return screen.Ask(c, func() (client.Terms, error) { return account.Terms(ctx, in) }, func(terms client.Terms, err error) tea.Cmd {
		c.terms, c.termsKnown = terms, err == nil
		if err == nil && (terms.Refusal == "" || terms.ByType) {
			c.Env.Refused.Note(c.Card, client.MoveTopUp, terms.Refusal)
		}
		return nil
	})
}

// offerDetail is what is known of a movement that can be begun: bounds and fee, and what is for good.
func (c *Card) offerDetail(kind client.MovementKind) string {
	switch kind {
	case client.MoveTopUp:
		if !c.termsKnown || c.terms.Refusal != "" {
			return ui.Safe(c.terms.Refusal)
		}
		fee, about := plan.FeeWords(c.terms), "fee "
		if bare, estimated := strings.CutSuffix(fee, " (estimate)"); estimated {
			fee, about = bare, "fee about "
		}
		return ui.Safe(joined(", ", plan.LimitWords(c.terms), about+fee))
	case client.MoveWithdraw:
		if c.Card.Balance.Known() {
			return "of the " + screen.MoneyWords(c.Card.Balance) + " that are on it"
		}
	case client.MoveCancel:
		return "for good"
	case client.MoveFreeze:
		return "it pays nothing until it is unfrozen"
	case client.MoveUnfreeze:
		return "it can be used again"
	case client.MovePIN:
		return "give it another one"
	case client.MoveLimits:
		return "what it may spend, and where"
	case client.MoveActivate:
		return "with the code that came with it"
	default: // it does not begin with a card
	}
	return ""
}
