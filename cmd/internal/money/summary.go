package money

import (
	"context"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/run"
)

// shortOf refuses movements that together are more than a wallet certainly has.
func (a *command) shortOf(ctx context.Context, kind client.MovementKind, drafts []draft) error {
	accounts, _ := plan.Sums(partsOf(drafts))
	profile, err := plan.ShortOf(kind, accounts, func(profile string) []client.Funds { return a.fundsOf(ctx, accountOf(drafts, profile)) })
	if err != nil {
		return short(profile, err)
	}
	return nil
}

func partsOf(drafts []draft) []plan.Part {
	parts := make([]plan.Part, 0, len(drafts))
	for _, p := range drafts {
		parts = append(parts, plan.Part{Profile: p.Account.Profile, Quote: p.Intent.Quote})
	}
	return parts
}

func accountOf(drafts []draft, profile string) client.Account {
	for _, p := range drafts {
		if p.Account.Profile == profile {
			return p.Account
		}
	}
	return client.Account{}
}

// showAll prints the summary of several movements at the place where the question is asked: each of them, and what they come to.
func (a *command) showAll(ctx context.Context, drafts []draft) {
	kind := drafts[0].Intent.Kind
	if kind.IsChange() {
		t := run.Table{Header: []string{"CARD", "STATUS", "ACCOUNT"}}
		for _, p := range drafts {
			t.Add(run.CardWords(p.Intent.Card), words.OfCard(p.Intent.Card).Alone(), accountWords(p.Account))
		}
		fmt.Fprint(a.Beside(), t.String())
		return
	}
	fmt.Fprint(a.Beside(), movementTable(kind, drafts).String()+a.sumTable(ctx, kind, drafts).String())
}

func movementTable(kind client.MovementKind, drafts []draft) run.Table {
	if kind == client.MoveCreate {
		t := run.Table{Header: []string{"REFERENCE", "NEW CARD", "AMOUNT", "FEE"}, Right: []int{2, 3}}
		for _, p := range drafts {
			t.Add(p.Intent.Reference, factWords(p.facts), p.Intent.Amount.String(), p.Intent.Quote.Fee.String())
		}
		return t
	}
	t := run.Table{Header: []string{"CARD", "AMOUNT", "FEE", "CARD HAS"}, Right: []int{1, 2}}
	for _, p := range drafts {
		after, _ := p.before.After(kind, p.Intent.Quote)
		t.Add(run.CardWords(p.Intent.Card), p.Intent.Amount.String(), p.Intent.Quote.Fee.String(), fromTo(p.before.Card, after.Card))
	}
	return t
}

// sumTable is what the movements come to by account and currency, with the wallet before and after, and over all accounts.
func (a *command) sumTable(ctx context.Context, kind client.MovementKind, drafts []draft) run.Table {
	t := run.Table{Header: []string{"ACCOUNT", "CARDS", "AMOUNT", "FEE", "TOTAL", "WALLET"}, Right: []int{1, 2, 3, 4}}
	accounts, currencies := plan.Sums(partsOf(drafts))
	add := func(s plan.Sum, name, wallet string) {
		total := s.Quote.Total
		if kind == client.MoveWithdraw {
			total = s.Quote.Amount // it leaves the cards
		}
		t.Add(name, fmt.Sprint(s.Parts), s.Quote.Amount.String(), s.Quote.Fee.String(), total.String(), wallet)
	}
	for _, s := range accounts {
		account := accountOf(drafts, s.Profile)
		before := plan.Balances{Wallet: plan.WalletFor(a.fundsOf(ctx, account), s.Quote.Amount.Currency)}
		after, estimated := before.After(kind, s.Quote)
		wallet := fromTo(before.Wallet, after.Wallet)
		if estimated {
			wallet += " (estimate)"
		}
		add(s, accountWords(account), wallet)
	}
	if len(accounts) > len(currencies) {
		for _, s := range currencies {
			add(s, "all", "")
		}
	}
	return t
}

func accountWords(account client.Account) string {
	return account.Profile + " (" + client.IssuerName(account.Kind) + ")"
}

// factWords are what a new card was asked for with, in one line.
func factWords(facts [][2]string) string {
	var parts []string
	for _, f := range facts {
		if f[0] != "card" && f[0] != "named" {
			parts = append(parts, f[0]+" "+f[1])
		}
	}
	return strings.Join(parts, ", ")
}
