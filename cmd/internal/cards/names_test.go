package cards

import (
	"context"
	"testing"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// house has holders and types, and no cards.
type house struct{ client.Issuer }

func (house) Holders(context.Context) ([]client.Holder, error) {
	return []client.Holder{{ID: "h1", FirstName: "Ana", LastName: "Lima"}}, nil
}

func (house) CardTypes(context.Context) ([]client.CardType, error) {
	return []client.CardType{{ID: "t1", Name: "Visa Ads"}}, nil
}

// A holder or a type that no card has is there all the same: the list is empty. One that is not there is refused.
func TestAHolderWithoutCardsIsKnown(t *testing.T) {
	t.Parallel()
	a := &command{&run.App{}}
	for name, tc := range map[string]struct {
		f    listFlags
		code int
	}{
		"holder by name": {listFlags{holders: []string{"ana lima"}}, run.ExitDone},
		"holder by id":   {listFlags{holders: []string{"h1"}}, run.ExitDone},
		"no holder":      {listFlags{holders: []string{"Bea"}}, run.ExitUsage},
		"type":           {listFlags{types: []string{"Visa Ads"}}, run.ExitDone},
		"no type":        {listFlags{types: []string{"Visa"}}, run.ExitUsage},
	} {
		results := []client.Result[[]client.Card]{{Account: client.Account{Profile: "fin", Issuer: house{}}}}
		named := a.namesFor(t.Context(), results, len(tc.f.types) > 0, len(tc.f.holders) > 0)
		got, _, err := tc.f.of(nil, named, true)
		if run.ExitCode(err) != tc.code || len(got) > 0 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
