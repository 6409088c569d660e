package main

import (
	"context"
	"fmt"
	"time"

	"cardwallet/client"
)

// watchCodes prints each live code once, as it arrives, until ctx ends. Which is the way to end it, so that is no failure.
func (a *app) watchCodes(ctx context.Context, refs []string) error {
	w, err := a.wallet(ctx)
	if err != nil {
		return err
	}
	armed := map[string][]client.Card{}
	for _, ref := range refs {
		card, _, err := a.findCard(ctx, ref)
		if err != nil {
			return err
		}
		armed[card.Profile] = append(armed[card.Profile], card)
	}
	if err := a.watchable(w, armed, len(refs) > 0); err != nil {
		return err
	}
	return a.printCodes(ctx, w, armed, len(refs) > 0)
}

// watchable refuses to watch nothing, and says which accounts are left out.
func (a *app) watchable(w *client.Wallet, armed map[string][]client.Card, named bool) error {
	asked := false
	for _, account := range w.Accounts() {
		_, feed := account.Issuer.(client.CodeFeed)
		switch {
		case len(armed[account.Profile]) > 0 || feed && !named:
			asked = true
		case !named:
			a.note("%s: codes are asked for by card here; name the cards to watch", account.Profile)
		}
	}
	if !asked {
		return usagef("no account here answers for all cards at once\nname the cards: cardwallet otp --watch CARD")
	}
	return nil
}

// printCodes asks every account again and again: about the cards named, or about all of them where one request answers for all.
func (a *app) printCodes(ctx context.Context, w *client.Wallet, armed map[string][]client.Card, named bool) error {
	seen, troubled, due := map[string]bool{}, map[string]bool{}, map[string]time.Time{}
	for {
		now := a.now()
		results := client.Ask(ctx, w, func(ctx context.Context, account client.Account) ([]client.Code, error) {
			if now.Before(due[account.Profile]) {
				return nil, nil
			}
			return askCodes(ctx, account, armed[account.Profile], named)
		})
		if ctx.Err() != nil {
			return nil
		}
		for _, r := range results {
			if now.Before(due[r.Account.Profile]) {
				continue
			}
			due[r.Account.Profile] = a.now().Add(askAgain(r.Account, max(1, len(armed[r.Account.Profile])), r.Err))
			if r.Err != nil && !passing(r.Err) {
				return r.Err
			}
			if r.Err != nil && !troubled[r.Account.Profile] {
				a.warn(r.Err)
			}
			troubled[r.Account.Profile] = r.Err != nil
			if err := a.printNewCodes(ctx, r.Account, r.Value, seen); err != nil {
				return err
			}
		}
		if sleep(ctx, pollEvery) != nil {
			return nil
		}
	}
}

// askCodes asks one account: for the named cards, or for all where one request answers for all.
func askCodes(ctx context.Context, account client.Account, cards []client.Card, named bool) ([]client.Code, error) {
	if feed, ok := account.Issuer.(client.CodeFeed); ok && !named {
		return feed.AllCodes(ctx)
	}
	var all []client.Code
	for _, card := range cards {
		codes, err := account.Issuer.Codes(ctx, card.ID)
		if err != nil {
			return all, err
		}
		all = append(all, codes...)
	}
	return all, nil
}

func (a *app) printNewCodes(ctx context.Context, account client.Account, codes []client.Code, seen map[string]bool) error {
	for i := len(codes) - 1; i >= 0; i-- {
		code := codes[i]
		now := account.Now(a.now())
		if seen[code.Key()] || !code.Live(now) {
			continue
		}
		seen[code.Key()] = true
		entry := fieldsEntry(client.AuditCode, client.Card{Profile: code.Profile, ID: code.CardID}, string(code.Value.Kind()))
		opened, err := code.Value.Open(ctx)
		if err != nil {
			entry.Outcome = client.AuditFailed
			a.record(ctx, entry)
			a.warn(fmt.Errorf("%s: open a code of card %s: %w", account.Profile, code.CardID, err))
			continue
		}
		a.record(ctx, entry)
		value := opened.RevealString()
		opened.Wipe()
		if a.flags.json {
			err = a.printJSONLine(toCodeJSON(code, value))
		} else {
			_, err = fmt.Fprintln(a.out, safeLine(value+"  "+codeLine(code, now)))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
