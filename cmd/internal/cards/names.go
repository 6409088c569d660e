package cards

import (
	"context"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// names are what types and holders are called, by their ids, for each profile.
type names map[string]struct{ types, holders map[string]string }

// namesFor asks the accounts what the types and the holders of these cards are called. A name that cannot be read is not known, which is
// told as a warning: the card itself is there. With types or holders it asks for those that no card has, too.
func (a *command) namesFor(ctx context.Context, listed []client.Result[[]client.Card], types, holders bool) names {
	out := names{}
	for _, r := range listed {
		read := client.Readable(r.Err) == nil
		out[r.Account.Profile] = struct{ types, holders map[string]string }{
			a.typeNames(ctx, r, types && read), a.holderNames(ctx, r, holders && read)}
	}
	return out
}

func (a *command) typeNames(ctx context.Context, r client.Result[[]client.Card], all bool) map[string]string {
	catalog, ok := r.Account.Issuer.(client.Catalog)
	if !ok || !all && !anyHas(r.Value, func(c client.Card) string { return c.TypeID }) {
		return nil
	}
	types, err := catalog.CardTypes(ctx)
	if client.Readable(err) != nil {
		a.Warn(err)
	}
	called := map[string]string{}
	for _, t := range types {
		called[t.ID] = t.Name
	}
	return called
}

func (a *command) holderNames(ctx context.Context, r client.Result[[]client.Card], all bool) map[string]string {
	lister, ok := r.Account.Issuer.(client.HolderLister)
	if !ok || !all && !anyHas(r.Value, func(c client.Card) string { return c.HolderID }) {
		return nil
	}
	holders, err := lister.Holders(ctx)
	if client.Readable(err) != nil {
		a.Warn(err)
	}
	called := map[string]string{}
	for _, h := range holders {
		called[h.ID] = run.Joined(h.FirstName, h.LastName)
	}
	return called
}

func anyHas(cards []client.Card, id func(client.Card) string) bool {
	for _, c := range cards {
		if id(c) != "" {
			return true
		}
	}
	return false
}

// card is the document of a card, with the names that are known.
func (n names) card(account client.Account, c client.Card) documents.Card {
	out, called := documents.CardOf(c), n[account.Profile]
	out.TypeName, out.HolderName = documents.Text(called.types[c.TypeID]), documents.Text(called.holders[c.HolderID])
	return out
}

// named is the document of one card.
func (a *command) named(ctx context.Context, account client.Account, c client.Card) documents.Card {
	return a.namesFor(ctx, []client.Result[[]client.Card]{{Account: account, Value: []client.Card{c}}}, false, false).card(account, c)
}
