package setup

import (
	"context"
	_ "embed"
	"io"

	"github.com/spf13/cobra"
)

// Notices are the licences of all that the program is built from, which have to go with it. .ci/notices writes the file.
//
//go:embed thirdparty.txt
var Notices string

func newLicenses(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:     "licenses",
		Short:   "Print the licences of what this program is built from",
		Example: "cardwallet licenses",
	}, func(context.Context, []string) error {
		_, err := io.WriteString(a.Out, Notices)
		return err
	})
}
