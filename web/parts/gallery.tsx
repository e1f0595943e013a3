/** The parts, in development: a list, and a page for each with all its states. */
import { Link, useParams } from "@tanstack/react-router";
import { stories } from "./stories.tsx";
import "./gallery.css";

export function Gallery() {
  return (
    <main className="gallery">
      <h1>Parts</h1>
      <ul className="gallery-list">
        {Object.keys(stories).map((name) => (
          <li key={name}>
            <Link to="/parts/$name" params={{ name }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </main>
  );
}

export function StoryPage() {
  const { name } = useParams({ from: "/parts/$name" });
  const Story = stories[name];
  return (
    <main className="gallery">
      <h1>{name}</h1>
      <section className="story">{Story ? <Story /> : <p>No such part.</p>}</section>
    </main>
  );
}
