// Package copies has the tables of a team's database that are not about money: labels, the copies of the audit trails, and rate limits.
package copies

import (
	"context"

	"cardwallet/client/team"
)

// Opener gives the team's database. It is called for every question and may fail, as where a reference in the config cannot be read.
type Opener func(ctx context.Context) (*team.Database, error)
