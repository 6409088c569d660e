-- What was spent in spans of time that are over, see package client/journal/table. Who changes a movement forgets the sums that it is in.

-- +goose Up
CREATE TABLE cardwallet.sums (
	axis    BIGINT NOT NULL,
	place   BIGINT NOT NULL,
	span    BIGINT NOT NULL,
	boot    TEXT NOT NULL,
	content TEXT NOT NULL,
	PRIMARY KEY (axis, place)
);
-- All places are there from the beginning, so that who changes a movement and who keeps its sum always meet in a row: one of the two waits
-- for the other, also where the one is a person at a prompt.
INSERT INTO cardwallet.sums (axis, place, span, boot, content)
SELECT axis, place, 0, '', '' FROM generate_series(0, 1) AS axis, generate_series(0, 1023) AS place;

-- +goose StatementBegin
CREATE FUNCTION cardwallet.forget_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP <> 'INSERT' THEN
		UPDATE cardwallet.sums SET content = '' WHERE axis = 0 AND place = (OLD.ticks >> 18) & 1023;
		UPDATE cardwallet.sums SET content = '' WHERE axis = 1 AND place = (OLD.created_at >> 18) & 1023;
	END IF;
	IF TG_OP <> 'DELETE' THEN
		UPDATE cardwallet.sums SET content = '' WHERE axis = 0 AND place = (NEW.ticks >> 18) & 1023;
		UPDATE cardwallet.sums SET content = '' WHERE axis = 1 AND place = (NEW.created_at >> 18) & 1023;
	END IF;
	RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER sums AFTER INSERT OR UPDATE OR DELETE ON cardwallet.movements
	FOR EACH ROW EXECUTE FUNCTION cardwallet.forget_sums();
