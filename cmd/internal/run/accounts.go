package run

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"slices"

	"cardwallet/client"
	"cardwallet/cmd/internal/identity"
	"cardwallet/config"
)

// Connect builds a driver for each profile. Nothing is sent and no secret is read yet.
func (a *App) Connect(profiles []config.Profile, log *slog.Logger) (*client.Wallet, error) {
	names, err := a.Labels()
	if err != nil {
		return nil, err
	}
	all := profiles
	if a.settings != nil {
		all = a.settings.Profiles
	}
	accounts := make([]client.Account, 0, len(profiles))
	for _, p := range profiles {
		issuer, err := a.driver(p, log)
		if err != nil {
			return nil, unusable(fmt.Errorf("profile %s: %w", p.Name, err))
		}
		a.OnClose(issuer.Close)
		account := client.Account{Profile: p.Name, ID: identity.AccountID(p), FormerIDs: identity.FormerIDs(p, all), Kind: p.Issuer,
			ReadOnly: p.ReadOnly, ReadOnlyBy: p.ReadOnlyBy, Sandbox: p.Sandbox(), SoleUser: p.SoleUser, Issuer: issuer, Names: names}
		names.Alias(account.NamesID(), account.ID)
		accounts = append(accounts, account)
	}
	return client.NewWallet(accounts...), nil
}

// Driver is an issuer with connections and a token to let go of.
type Driver interface {
	client.Issuer
	client.Session
}

func (a *App) driver(p config.Profile, log *slog.Logger) (Driver, error) {
	opener, err := a.opener(p)
	if err != nil {
		return nil, err
	}
	connect, known := Connectors[p.Issuer]
	if !known {
		return nil, fmt.Errorf("no driver for issuer %q", p.Issuer)
	}
	return connect(a, p, opener, log)
}

// Values goes over the values that the accounts listed, each with its account. An account with an error may have listed values too; its
// error is told at the end.
func Values[T any](a *App, results []client.Result[[]T]) iter.Seq2[client.Account, T] {
	return func(yield func(client.Account, T) bool) {
		for _, r := range results {
			if r.Err != nil {
				a.Fail(r.Err)
			}
			for _, v := range r.Value {
				if !yield(r.Account, v) {
					return
				}
			}
		}
	}
}

// AskThose asks every account whose issuer is an I for a list. If there is none, the error says which issuers have such a list; the
// results are given all the same.
func AskThose[I, T any](ctx context.Context, a *App, what string, has func(client.IssuerFacts) bool,
	ask func(I, context.Context) ([]T, error)) ([]client.Result[[]T], error) {
	w, err := a.Wallet(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(w.Accounts(), func(account client.Account) bool { _, ok := account.Issuer.(I); return ok }) {
		err = NobodyHas(what, has)
	}
	return client.Ask(ctx, w, func(ctx context.Context, account client.Account) ([]T, error) {
		if issuer, ok := account.Issuer.(I); ok {
			return ask(issuer, ctx)
		}
		return nil, nil
	}), err
}

// NobodyHas is the error where no selected account has what a person asks for. It names the issuers that have it.
func NobodyHas(what string, has func(client.IssuerFacts) bool) error {
	return fmt.Errorf("%s are %w\n%s", what, client.ErrUnsupported, client.IssuersThat("has them", "have them", issuerKind, has))
}

func issuerKind(i client.IssuerFacts) string { return i.Kind }
