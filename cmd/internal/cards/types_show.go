package cards

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

func newTypesShow(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:     "show TYPE",
		Short:   "Show one card type whole: limits, fees, merchants, what its holder needs",
		Example: "cardwallet types show 111001",
		Args:    run.Takes("TYPE"),
	}, func(ctx context.Context, args []string) error {
		found, err := a.findTypes(ctx, args)
		if err != nil {
			return err
		}
		if a.Flags.JSON {
			return a.PrintJSON(found[0].document())
		}
		var facts [][2]string
		for _, line := range typeFacts(found[0]) {
			facts = append(facts, [2]string{line.Name, line.Value})
		}
		return a.PrintFactsOf(found[0].Profile+"/"+found[0].ID, facts)
	})
}

func newTypesCompare(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:     "compare TYPE TYPE",
		Short:   "Show two card types side by side; what differs is marked",
		Example: "cardwallet types compare 111001 111002",
		Args:    run.Takes("TYPE", "TYPE"),
	}, func(ctx context.Context, args []string) error {
		found, err := a.findTypes(ctx, args)
		if err != nil {
			return err
		}
		if a.Flags.JSON {
			return a.PrintJSON(documents.List(found, offeredType.document))
		}
		t := run.Table{Header: []string{"", "", found[0].ID, found[1].ID}}
		other := typeFacts(found[1])
		for i, line := range typeFacts(found[0]) {
			mark := ""
			if line.Value != other[i].Value {
				mark = "*"
			}
			if line.Value+other[i].Value != "" && line.Name != "id" {
				t.Add(mark, line.Name, line.Value, other[i].Value)
			}
		}
		return a.PrintTable(t)
	})
}

// findTypes finds card types by "profile/id", or by an id or a name that only one has.
func (a *command) findTypes(ctx context.Context, refs []string) ([]offeredType, error) {
	offers, err := a.offers(ctx)
	if err != nil {
		return nil, err
	}
	var found []offeredType
	for _, ref := range refs {
		var matching []offeredType
		for _, o := range offers {
			if o.Profile+"/"+o.ID == ref || o.ID == ref || fold.Same(o.Name, ref) {
				matching = append(matching, o)
			}
		}
		switch len(matching) {
		case 0:
			return nil, fmt.Errorf("no card type is called %q: %w\nlist them with: cardwallet types", ref, client.ErrNotFound)
		case 1:
			found = append(found, matching[0])
		default:
			return nil, run.Usagef("%d card types are called %q\nname one as %s/%s", len(matching), ref, matching[0].Profile, matching[0].ID)
		}
	}
	return found, nil
}

// typeFacts are the lines about a type. Every type has the same lines in the same order.
func typeFacts(o offeredType) []client.Fact {
	profile := client.Fact{Name: "profile", Value: o.Profile + " (" + client.IssuerName(o.issuer) + ")"}
	return slices.Insert(plan.TypeFacts(o.CardType), 1, profile)
}
