package identity_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/issuertest"
	"cardwallet/cmd/internal/identity"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

// spellings are profiles of one account: another name, another spelling of the address, the other dashboard issuer.
func spellings(of config.Profile, addresses ...string) (all []config.Profile) {
	for i, address := range addresses {
		for _, issuer := range []string{of.Issuer, config.Linora} {
			p := of
			p.Name, p.BaseURL, p.Issuer = fmt.Sprintf("%s%d%s", of.Name, i, issuer), address, issuer
			all = append(all, p)
		}
	}
	return all
}

func TestSpellingsOfAnAccountAreOneAccount(t *testing.T) {
	local := spellings(config.Profile{Name: "x", Issuer: config.Aurex, UserID: "507f1f77bcf86cd799439011"},
		"http://127.0.0.1:8080/api/dashboard", "http://localhost:8080/api/dashboard", "http://LOCALHOST:8080/api//dashboard",
		"http://[::1]:8080/api/./dashboard", "http://localhost:8080//api/dashboard/")
	remote := spellings(config.Profile{Name: "y", Issuer: config.Aurex, UserID: "507f1f77bcf86cd799439011"},
		"https://aurex.cash/api/dashboard", "https://AUREX.cash:443/api/dashboard", "https://aurex.cash./api/dashboard/")
	tenants := spellings(config.Profile{Name: "z", Issuer: config.FinHub, TenantID: "tenant_acme"}, "https://aurex.cash/api/dashboard",
		"https://aurex.cash/api/./dashboard")
	groups := [][]config.Profile{local, remote, tenants,
		{{Name: "w", Issuer: config.Aurex, UserID: "507f1f77bcf86cd799439012", BaseURL: "https://aurex.cash/api/dashboard"}}}
	for i, group := range groups {
		for j, other := range groups {
			for _, p := range group {
				for _, q := range other {
					if (identity.AccountID(p) == identity.AccountID(q)) != (i == j) {
						t.Errorf("%s %s and %s %s: %s, %s", p.Issuer, p.BaseURL, q.Issuer, q.BaseURL, identity.AccountID(p), identity.AccountID(q))
					}
				}
			}
		}
	}
}

// A movement through one spelling guards every other one, and so does one that an earlier version noted.
func TestSpellingsOfAnAccountShareItsGuards(t *testing.T) {
	profiles := spellings(config.Profile{Name: "x", Issuer: config.Aurex, UserID: "507f1f77bcf86cd799439011"},
		"http://127.0.0.1:8080/api/dashboard", "http://localhost:8080/api/dashboard", "http://LOCALHOST:8080/api//dashboard",
		"http://localhost:8080/./api/dashboard")
	done := issuertest.Sender{Op: client.Operation{Status: client.OperationSucceeded}}
	open := issuertest.Sender{Err: context.DeadlineExceeded}
	intent := func(p config.Profile) client.Intent {
		return client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: p.Name, ID: "card_1"},
			Amount: client.NewMoney(decimal.NewFromInt(31), "USD")}
	}
	formerly := func(p config.Profile) string { return identity.FormerID(p.Issuer, p) }
	ids := map[string]func(config.Profile) string{"now": identity.AccountID, "formerly": formerly}
	for when, id := range ids {
		for _, noted := range profiles {
			for kind, sender := range map[error]issuertest.Sender{client.ErrRepeat: done, client.ErrOpenMovement: open} {
				book := run.NewJournal(filepath.Join(t.TempDir(), "journal.db"), nil)
				_, _ = book.Move(t.Context(), client.Account{Profile: noted.Name, ID: id(noted), Issuer: sender}, intent(noted))
				for _, p := range profiles {
					a := client.Account{Profile: p.Name, ID: identity.AccountID(p), FormerIDs: identity.FormerIDs(p, profiles), Issuer: done}
					if _, err := book.Move(t.Context(), a, intent(p)); !errors.Is(err, kind) {
						t.Errorf("noted %s as %s, %s at %s: %v, want %v", when, noted.Name, p.Issuer, p.BaseURL, err, kind)
					}
				}
				if err := book.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// Labels are kept under the profile's own former id, so that those that were given stay.
func TestLabelsStayWhereTheyWere(t *testing.T) {
	p := config.Profile{Name: "x", Issuer: config.Aurex, UserID: "u", BaseURL: "https://aurex.cash/api/dashboard"}
	other := config.Profile{Name: "y", Issuer: config.Linora, UserID: "u", BaseURL: "https://AUREX.cash/api/dashboard"}
	former := identity.FormerIDs(p, []config.Profile{other, p})
	a := client.Account{Profile: p.Name, ID: identity.AccountID(p), FormerIDs: former}
	if a.NamesID() != identity.FormerID(config.Aurex, p) || slices.Contains(former, a.ID) || len(former) != 6 || !a.Is(former[5]) || a.Is("") {
		t.Errorf("labels under %q of %q, %q", a.NamesID(), a.ID, former)
	}
}
