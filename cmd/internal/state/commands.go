// Package state has the commands about where the state is: on this machine, or in the database of a team.
package state

import (
	"context"

	"github.com/spf13/cobra"

	"cardwallet/client/team"
	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// command is a run with what this group of commands does in it.
type command struct{ *run.App }

// Commands are the commands about the state.
func Commands(app *run.App) []*cobra.Command {
	a := &command{app}
	group := &cobra.Command{
		Use:     "state",
		Short:   "See where the state is, and set up the database of a team",
		Example: "cardwallet state show\ncardwallet state migrate",
		Long: "The journal of movements, labels and the audit trail are on this machine, or, where url under [state] or " +
			"CARDWALLET_STATE_URL names a PostgreSQL database, shared with a team.",
		Args: cobra.NoArgs,
	}
	show := &cobra.Command{Use: "show", Short: "Show where the state is and how much it holds",
		Example: "cardwallet state show --json"}
	check := &cobra.Command{
		Use: "check", Short: "Check the database of the team: that it answers, TLS, schema, rights, clock",
		Example: "cardwallet state check",
		Long: "Check what doctor checks of the team's database. It changes nothing, and prints no secret. It ends with exit code 2 when " +
			"there is a problem, and with 6 where the database does not answer.",
	}
	migrate := &cobra.Command{
		Use: "migrate", Short: "Make the tables in the database of the team, or bring them up to date",
		Example: "cardwallet state migrate",
		Long: "Make the schema cardwallet with its tables in the team's database, or bring it up to date. It needs a role that owns the " +
			"schema or may make it; people need another one that may not. Where it is up to date nothing is changed.",
	}
	take := &cobra.Command{
		Use: "import", Short: "Bring this machine's journal, labels and audit trail into the database of the team",
		Example: "cardwallet state import",
		Long: "Bring the movements, labels and audit trail of this machine into the team's database. Nothing is sent, and what is there " +
			"stays: movements and labels that the team has otherwise are named. Run again, also after it broke off, it brings only what is " +
			"missing. The journal of this machine stays where it is, and who uses it alone is warned from then on.\n\n" +
			"It does not read what state export wrote: that is a record for other programs, which leaves out what guards and settling " +
			"need, and which anybody can edit. A team's database is restored from a copy that pg_dump made, and what a machine did from " +
			"its audit trail, by activity recover.",
		Args: noFile,
	}
	group.AddCommand(
		a.Does(show, func(ctx context.Context, _ []string) error { return a.show(ctx) }),
		a.Does(check, func(ctx context.Context, _ []string) error { return a.check(ctx) }),
		a.Changes(take, func(ctx context.Context, _ []string) error { return a.takeOver(ctx) }),
		newExport(a),
		a.Changes(migrate, func(ctx context.Context, _ []string) error { return a.migrate(ctx) }),
	)
	return []*cobra.Command{group}
}

// noFile says to who names a file why import does not read it.
func noFile(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return run.Usagef("state import reads no file: it brings what this machine has\n" +
		"an export is a record; restore a team's database from a pg_dump, and what a machine did with: cardwallet activity recover")
}

// database is the team's. Where there is none the error says how to name one.
func (a *command) database(ctx context.Context) (*team.Database, error) {
	if _, err := a.Config(); err != nil {
		return nil, err
	}
	db, err := a.Team(ctx)
	if err == nil && db == nil {
		err = run.Usagef("no database of a team is set up: the state is on this machine\n" +
			"name one with url under [state] in the config, or CARDWALLET_STATE_URL")
	}
	return db, err
}

func (a *command) check(ctx context.Context) error {
	db, err := a.database(ctx)
	if err != nil {
		return err
	}
	found := diagnosis.Team(ctx, a.App, false)
	if !a.Flags.JSON {
		diagnosis.PrintGroup(a.App, found, true)
	}
	if err := diagnosis.Conclude(a.App, found); err != nil {
		if _, away := db.Version(ctx); away != nil {
			return away
		}
		return err
	}
	return nil
}

func (a *command) migrate(ctx context.Context) error {
	db, err := a.database(ctx)
	if err != nil {
		return err
	}
	from, to, err := db.Migrate(ctx)
	if err != nil {
		return err
	}
	host, name := db.Place()
	if a.Flags.JSON {
		return a.PrintJSON(documents.Migration{Host: host, Database: name, From: from, To: to})
	}
	if from == to {
		a.Note("%s at %s has schema version %d already", name, host, to)
		return nil
	}
	a.Note("%s at %s has schema version %d now, %d before", name, host, to, from)
	return nil
}
