package main

import (
	"context"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/rogpeppe/go-internal/testscript"

	"cardwallet/client/team/teamtest"
)

// TestTeamScripts runs each file of testdata/team: several people at several machines, with one database of the team for each file. It
// needs a PostgreSQL: CARDWALLET_TEST_POSTGRES says where it is.
func TestTeamScripts(t *testing.T) {
	t.Parallel()
	if !teamtest.On() {
		return
	}
	commands := maps.Clone(scriptCommands)
	commands["dump"], commands["tamper"], commands["keysof"] = scriptDump, scriptTamper, scriptKeysOf
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/team",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CARDWALLET_STATE_URL", teamtest.Fresh(t))
			return setupScript(e)
		},
		Cmds: commands,
	})
}

// database connects to the team's database of a script.
func database(ts *testscript.TestScript) *pgx.Conn {
	conn, err := pgx.Connect(context.Background(), ts.Getenv("CARDWALLET_STATE_URL"))
	ts.Check(err)
	ts.Defer(func() { _ = conn.Close(context.Background()) })
	return conn
}

// scriptDump writes all rows of all tables into a file: dump FILE. It leaves out the places for sums that have none: there is one of each
// number that a CVV can be.
func scriptDump(ts *testscript.TestScript, _ bool, args []string) {
	conn := database(ts)
	rows, err := conn.Query(context.Background(), `SELECT table_name FROM information_schema.tables WHERE table_schema = 'cardwallet'`)
	ts.Check(err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	ts.Check(err)
	var text strings.Builder
	for _, table := range tables {
		rows, err := conn.Query(context.Background(), `SELECT CAST(t AS TEXT) FROM cardwallet.`+pgx.Identifier{table}.Sanitize()+` AS t`)
		ts.Check(err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		ts.Check(err)
		for _, line := range lines {
			if table == "sums" && strings.HasSuffix(line, `,"")`) {
				continue
			}
			text.WriteString(table + " " + strings.ReplaceAll(line, `""`, `"`) + "\n")
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text.String()), 0o600))
}

// scriptTamper runs a statement as who may do everything: tamper SQL...
func scriptTamper(ts *testscript.TestScript, _ bool, args []string) {
	done, err := database(ts).Exec(context.Background(), strings.Join(args, " "))
	ts.Check(err)
	if done.RowsAffected() == 0 {
		ts.Fatalf("nothing was changed")
	}
}

// scriptKeysOf sets APIKEY and PASSWORD to what opens the accounts of the sandbox: keysof.
func scriptKeysOf(ts *testscript.TestScript, _ bool, _ []string) {
	b := boxOf(ts)
	ts.Setenv("APIKEY", b.Aurex().APIKey)
	ts.Setenv("PASSWORD", b.FinHub().Password)
}
