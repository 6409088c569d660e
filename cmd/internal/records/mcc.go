package records

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client/mcc"
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
		type codeJSON struct {
			Code string `json:"code"`
			Name string `json:"name"`
		}
		rows := []codeJSON{}
		t := run.Table{Header: []string{"CODE", "NAME"}}
		for _, c := range found {
			rows = append(rows, codeJSON(c))
			t.Add(c.Code, c.Name)
		}
		switch {
		case len(found) == 0:
			return fmt.Errorf("no merchant category says %q: %w", strings.Join(args, " "), run.ErrNothing)
		case a.Flags.JSON:
			return a.PrintJSON(rows)
		}
		return a.PrintTable(t)
	})
}
