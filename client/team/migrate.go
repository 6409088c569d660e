package team

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
)

// The schema is changed by the migrations alone, one after the other; one that was released is never edited.
//
//go:embed migrations/*.sql
var migrations embed.FS

// Newest is the version of the schema that this program works with: the number of the last migration.
const Newest = 2

// versions is the table of what was migrated.
const versions = "cardwallet.goose_db_version"

// fits returns ErrSchema with a hint for another version than Newest.
func fits(version int64) error {
	switch {
	case version == 0:
		return fmt.Errorf("%w: it is not set up yet\n%s", ErrSchema, migrateHint)
	case version < Newest:
		return fmt.Errorf("%w: version %d, this program needs %d\n%s", ErrSchema, version, Newest, migrateHint)
	case version > Newest:
		return fmt.Errorf("%w: version %d, this program knows up to %d\n"+
			"use the newer cardwallet; nothing was changed", ErrSchema, version, Newest)
	}
	return nil
}

// Version is that of the schema, 0 where there is none.
func (d *Database) Version(ctx context.Context) (version int64, err error) {
	ctx, cancel := withLimit(ctx)
	defer cancel()
	err = d.sql.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM `+versions+` WHERE is_applied`).Scan(&version)
	if said, ok := errors.AsType[*pgconn.PgError](err); ok && (said.Code == "42P01" || said.Code == "3F000") {
		return 0, nil
	}
	return version, d.Explain(err)
}

// Migrate makes the schema, or brings it up to date, and returns its version before and after. The role has to own the schema, or may make
// it. A schema that is newer is left alone: ErrSchema.
func (d *Database) Migrate(ctx context.Context) (from, to int64, err error) {
	if from, err = d.Version(ctx); err != nil {
		return 0, 0, err
	}
	if from > Newest {
		return from, from, fits(from)
	}
	if err := d.makeSchema(ctx); err != nil {
		return from, from, err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return from, from, err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, d.sql, files,
		goose.WithTableName(versions), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return from, from, fmt.Errorf("migrate the team's database: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		if partial, ok := errors.AsType[*goose.PartialError](err); ok {
			err = partial.Err
		}
		if said, ok := errors.AsType[*pgconn.PgError](err); ok {
			return from, from, d.refused(said)
		}
		return from, from, fmt.Errorf("migrate the team's database: %w", d.Explain(err))
	}
	to, err = d.Version(ctx)
	return from, to, err
}

// makeSchema makes the schema where there is none: who owns it need not be allowed to make others.
func (d *Database) makeSchema(ctx context.Context) error {
	var there bool
	err := d.sql.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'cardwallet')`).Scan(&there)
	if err == nil && !there {
		_, err = d.sql.ExecContext(ctx, `CREATE SCHEMA cardwallet`)
	}
	return d.Explain(err)
}

// OwnsSchema reports whether the role owns the schema, and so may do more than people need.
func (d *Database) OwnsSchema(ctx context.Context) (owns bool, err error) {
	ctx, cancel := withLimit(ctx)
	defer cancel()
	err = d.sql.QueryRowContext(ctx, `SELECT count(*) > 0 FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
		WHERE n.nspname = 'cardwallet' AND r.rolname = current_user`).Scan(&owns)
	return owns, d.Explain(err)
}
