package records

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client/mcc"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

func newMCC(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:     "mcc [TEXT]",
		Short:   "Look up merchant category codes (ISO 18245)",
		Example: "cardwallet mcc grocer\ncardwallet mcc 58",
		Args:    cobra.MaximumNArgs(1),
	}, func(_ context.Context, args []string) error {
		found := mcc.Search(strings.Join(args, " "))
		t := run.Table{Header: []string{"CODE", "NAME"}, ID: []int{0}}
		for _, c := range found {
			t.AddBoth(documents.Category{Code: c.Code, Name: c.Name}, c.Code, c.Name)
		}
		if len(found) == 0 {
			return fmt.Errorf("no merchant category says %q: %w", strings.Join(args, " "), run.ErrNothing)
		}
		return a.Print(t)
	})
}
