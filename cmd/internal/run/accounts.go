package run

import (
	"fmt"
	"log/slog"

	"cardwallet/client"
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
			return nil, &UsageError{fmt.Errorf("profile %s: %w", p.Name, err)}
		}
		a.OnClose(issuer.Close)
		accounts = append(accounts, client.Account{Profile: p.Name, ID: accountID(p), FormerIDs: formerIDs(p, all), Kind: p.Issuer,
			ReadOnly: p.ReadOnly, ReadOnlyBy: p.ReadOnlyBy, Issuer: issuer, Names: names})
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

// NobodyHas is the error where no selected account has what a person asks for. It names the issuers that have it.
func NobodyHas(what string, has func(client.IssuerFacts) bool) error {
	return fmt.Errorf("%s are %w\n%s", what, client.ErrUnsupported, client.IssuersThat("has them", "have them", issuerKind, has))
}

func issuerKind(i client.IssuerFacts) string { return i.Kind }
