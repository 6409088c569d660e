package team

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// undoLimit is how long the undoing of a transaction may take. Without a word the server undoes it when the connection ends.
const undoLimit = 2 * time.Second

// Tx is one transaction. What it is told, and what it is asked whose answer can wait, goes to the server together with the next question
// that waits for its answer: each way there and back takes its time. The beginning goes with the first one, and what is told last with the
// commit.
type Tx struct {
	db      *Database
	conn    *pgx.Conn
	batch   *pgx.Batch // what was not sent yet
	unread  bool       // an answer to some of it is expected
	boot    string
	before  time.Duration
	changed bool
}

// begin makes a transaction, which the first question begins.
func (d *Database) begin(conn *pgx.Conn) *Tx {
	t := &Tx{db: d, conn: conn, batch: &pgx.Batch{}}
	t.batch.Queue("begin isolation level serializable")
	t.boot, t.before = d.options.Ticks()
	noted := d.look()
	t.Expect(func(row func(...any) error) error {
		var now int64
		err := row(&now)
		if err == nil {
			noted(now)
		}
		return err
	}, `SELECT `+Now)
	return t
}

// Before is what this machine's ticks were before the transaction began, with the start of the machine that they count from.
func (t *Tx) Before() (boot string, ticks time.Duration) { return t.boot, t.before }

// Tell changes rows. An error comes with the next question, or with the commit.
func (t *Tx) Tell(_ context.Context, statement string, args ...any) error {
	t.batch.Queue(statement, args...)
	return nil
}

// Expect puts a question with one row for an answer, which read gets with the next question, and at the latest before the commit. What
// read returns is the error of that.
func (t *Tx) Expect(read func(row func(...any) error) error, question string, args ...any) {
	t.unread = true
	t.batch.Queue(question, args...).QueryRow(func(row pgx.Row) error { return read(row.Scan) })
}

// Ask puts a question and calls each with every row of the answer.
func (t *Tx) Ask(ctx context.Context, each func(row func(...any) error) error, question string, args ...any) error {
	t.batch.Queue(question, args...).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			if err := each(rows.Scan); err != nil {
				return err
			}
		}
		return nil // an error of the rows is that of the batch
	})
	return t.Send(ctx)
}

// Change changes rows and returns how many.
func (t *Tx) Change(ctx context.Context, statement string, args ...any) (rows int64, err error) {
	t.batch.Queue(statement, args...).Exec(func(done pgconn.CommandTag) error {
		rows = done.RowsAffected()
		return nil
	})
	err = t.Send(ctx)
	return rows, err
}

// Send sends what waits, and returns when all of it is answered.
func (t *Tx) Send(ctx context.Context) error {
	batch := t.batch
	t.batch, t.unread = &pgx.Batch{}, false
	return t.conn.SendBatch(ctx, batch).Close()
}

// Take gives n numbers of those that have the name: taken, if there is one, gets the first of them, as Expect has it. Others who take some
// wait for this transaction, so that numbers are in the order of the commits. Watch tells of it.
func (t *Tx) Take(name string, n int64, taken func(first int64) error) {
	t.changed = true
	t.Expect(func(row func(...any) error) error {
		var last int64
		if err := row(&last); err != nil || taken == nil {
			return err
		}
		return taken(last - n + 1)
	}, `UPDATE cardwallet.numbers SET value = value + $1 WHERE name = $2 RETURNING value`, n, name)
}

// commit sends what was told with the end of the transaction.
func (t *Tx) commit(ctx context.Context) error {
	t.batch.Queue("commit").Exec(func(done pgconn.CommandTag) error {
		if done.String() != "COMMIT" {
			return pgx.ErrTxCommitRollback
		}
		return nil
	})
	return t.Send(ctx)
}

// undo ends a transaction that was begun and not committed. Where that fails the connection is not used again.
func (t *Tx) undo(ctx context.Context) {
	if t.conn.IsClosed() || t.conn.PgConn().TxStatus() == 'I' {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoLimit)
	defer cancel()
	_, _ = t.conn.Exec(ctx, "rollback")
}
