import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Engine, startEngine } from '../support/engine.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { until } from '../support/until.ts';

let engine: Engine;
let admin: pg.Client;
beforeAll(async () => {
  engine = await startEngine({ organisation: sampleOrganisation() });
  admin = new pg.Client({ connectionString: engine.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await engine?.stop();
});

const verified = async () => (await engine.api.get('/v1/timeline/verification')).body;

async function declareDrill(): Promise<{ id: string; drill: { startedAt: string } }> {
  const discoveredAt = engine.clock.now().toISOString();
  const { status, body } = await engine.api.post('/v1/incidents', {
    title: 'Drill',
    discoveredAt,
    drill: { scale: 100 },
  });
  expect(status).toBe(201);
  await engine.settle();
  return body;
}

it('a drill that became real verifies with entries of both sorts', async () => {
  const { id } = await declareDrill();
  expect(await verified()).toMatchObject({ ok: true });
  const body = { reason: 'It happened', by: 'Ada Owner' };
  expect((await engine.api.post(`/v1/incidents/${id}/real`, body)).status).toBe(200);
  await engine.settle();
  expect(await verified()).toMatchObject({ ok: true });
});

it("a drill's clock that was changed afterwards is noticed", async () => {
  const {
    id,
    drill: { startedAt },
  } = await declareDrill();
  // Something that was written later than the clock's own start: until then every scale shows the same instant.
  await until('a later millisecond', () =>
    engine.clock.refresh().then(() => engine.clock.now() > new Date(startedAt)),
  );
  const note = await engine.api.post(`/v1/incidents/${id}/notes`, { text: 'Later', by: 'Ada' });
  expect(note.status).toBe(200);
  expect(await verified()).toMatchObject({ ok: true });
  await admin.query('update incidents set drill_scale = drill_scale * 2 where id = $1', [id]);
  expect((await verified()).first?.problem).toContain("the drill's clock does not fit");
});
