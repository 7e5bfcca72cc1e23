import { expose } from "comlink";
import { readWeatherFile } from "./weatherFile.ts";

/** Reading a year of hours takes longer than a page may stand still. */
const reader = { read: readWeatherFile };
export type WeatherReader = typeof reader;

expose(reader);
