package main

import (
	"context"
	_ "embed"
	"io"

	"github.com/spf13/cobra"
)

// notices are the licences of all that the program is built from, which ask to be passed on with it. .ci/notices writes the file.
//
//go:embed thirdparty.txt
var notices string

func newLicenses(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "licenses",
		Short: "Print the licences of what this program is built from",
		Args:  cobra.NoArgs,
	}
	a.does(cmd, func(context.Context, []string) error {
		if a.flags.json {
			return usagef("licences are text\nleave out --json")
		}
		_, err := io.WriteString(a.out, notices)
		return err
	})
	return cmd
}
