import gb from './gb.json' with { type: 'json' };
import gbEng from './gb-eng.json' with { type: 'json' };
import eu from './eu.json' with { type: 'json' };
import au from './au.json' with { type: 'json' };
import br from './br.json' with { type: 'json' };
import ca from './ca.json' with { type: 'json' };
import ch from './ch.json' with { type: 'json' };
import cn from './cn.json' with { type: 'json' };
import id from './id.json' with { type: 'json' };
import india from './in.json' with { type: 'json' };
import jp from './jp.json' with { type: 'json' };
import kr from './kr.json' with { type: 'json' };
import ng from './ng.json' with { type: 'json' };
import nz from './nz.json' with { type: 'json' };
import sa from './sa.json' with { type: 'json' };
import sg from './sg.json' with { type: 'json' };
import us from './us.json' with { type: 'json' };
import usCa from './us-ca.json' with { type: 'json' };
import usNy from './us-ny.json' with { type: 'json' };
import usTx from './us-tx.json' with { type: 'json' };
import vn from './vn.json' with { type: 'json' };
import za from './za.json' with { type: 'json' };
import { loadDuties } from './load.ts';
import type { Duty } from './types.ts';

/** One file for each jurisdiction, named by its code. The order is the order of every list. */
const FILES = {
  'gb.json': gb,
  'gb-eng.json': gbEng,
  'eu.json': eu,
  'au.json': au,
  'br.json': br,
  'ca.json': ca,
  'ch.json': ch,
  'cn.json': cn,
  'id.json': id,
  'in.json': india,
  'jp.json': jp,
  'kr.json': kr,
  'ng.json': ng,
  'nz.json': nz,
  'sa.json': sa,
  'sg.json': sg,
  'us.json': us,
  'us-ca.json': usCa,
  'us-ny.json': usNy,
  'us-tx.json': usTx,
  'vn.json': vn,
  'za.json': za,
} as const;

/**
 * Every duty that Tocsin knows, also those that are off ({@link isOn}). The data are checked when this module is
 * loaded, and loading fails where they are wrong.
 */
export const DUTIES: readonly Duty[] = loadDuties(FILES);

const BY_ID = new Map(DUTIES.map((duty) => [duty.id, duty]));

/** The duty with this id, or undefined. */
export const dutyById = (id: string): Duty | undefined => BY_ID.get(id);

/** The duties of exactly this jurisdiction ("US" is federal law only), in the order of the file; none if unknown. */
export const dutiesOf = (jurisdiction: string): Duty[] =>
  DUTIES.filter((duty) => duty.jurisdiction === jurisdiction);
